package pages

import "github.com/yiyang-police/permit-portal/models/casework"

// RelationsView is what an officer has declared of himself.
type RelationsView struct {
	Entry
	Declared []casework.Relation
	Flash    string
	Key      string
}
