package seed

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"jauap/internal/appeal"
	"jauap/internal/directory"
	"jauap/internal/law"
)

//go:embed stories.json
var storiesJSON []byte

// A story is one appeal of the demo.
type story struct {
	Age       int                 `json:"age"` // working days before today
	Evening   bool                `json:"evening"`
	To        string              `json:"to"` // almaty, astana, or nobody yet
	Kind      law.Kind            `json:"kind"`
	Topic     directory.TopicCode `json:"topic"`
	Place     directory.PlaceCode `json:"place"`
	Reader    string              `json:"reader"`
	Name      string              `json:"name"`
	Company   bool                `json:"company"`
	Anonymous bool                `json:"anonymous"`
	Text      string              `json:"text"`

	End           appeal.State   `json:"end"`
	Slow          int            `json:"slow"`           // working days until it was registered
	RedirectAfter int            `json:"redirect_after"` // working days; 0: two
	Took          int            `json:"took"`           // working days until the end
	Note          string         `json:"note"`
	Ground        string         `json:"ground"`
	Outcome       appeal.Outcome `json:"outcome"`
	Rating        appeal.Rating  `json:"rating"`
}

func stories() ([]story, error) {
	var list []story
	if err := json.Unmarshal(storiesJSON, &list); err != nil {
		return nil, fmt.Errorf("stories of the demo: %w", err)
	}
	return list, nil
}

// body is the code of the body that works the appeal in the end.
func (s story) body() string {
	if s.To == "astana" || s.End == appeal.Redirected {
		return astana
	}
	return almaty
}

// addressee is the body the applicant named, "" when nobody.
func (s story) addressee() string {
	return map[string]string{"almaty": almaty, "astana": astana}[s.To]
}

func (s story) draft(i int, body directory.BodyID) appeal.Draft {
	return appeal.Draft{
		Token: fmt.Sprintf("demo %d", i), Kind: s.Kind, Text: s.Text, Topic: s.Topic, Place: s.Place, Body: body,
		Reader: s.Reader, Source: appeal.FromDemo,
		Applicant: appeal.Applicant{Name: s.Name, Company: s.Company, Anonymous: s.Anonymous},
	}
}
