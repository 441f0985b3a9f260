package law_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/law"
)

func TestAnArticleIsNamedByItsParts(t *testing.T) {
	t.Parallel()
	for article, want := range map[string][]any{
		"95":                      {"law.article", "article", "95"},
		"76(1)":                   {"law.article_part", "article", "76", "part", "1"},
		"92(1-1)":                 {"law.article_part", "article", "92", "part", "1-1"},
		"88(1)2)":                 {"law.article_point", "article", "88", "part", "1", "point", "2"},
		"20 4)":                   {"law.article", "article", "20 4)"},
		"20":                      {"law.article", "article", "20"},
		"90-6(3)":                 {"law.article_part", "article", "90-6", "part", "3"},
		"4)":                      {"law.article", "article", "4)"},
		"law.source_product_2022": {"law.source_product_2022"},
	} {
		key, args := law.Cite(article)
		if diff := cmp.Diff(want, append([]any{key}, args...)); diff != "" {
			t.Errorf("%s: %s", article, diff)
		}
	}
}
