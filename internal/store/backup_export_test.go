package store

// NearestTool gives the major version chosen among those found.
func NearestTool(atLeast int, majors ...int) (int, error) {
	var found []pgTool
	for _, m := range majors {
		found = append(found, pgTool{name: "pg_dump", major: m})
	}
	t, err := nearest(found, "pg_dump", atLeast)
	return t.major, err
}
