package ui

import "fmt"

// choiceID numbers the inputs of one question: id-1, id-2 ….
func choiceID(id string, i int) string { return fmt.Sprintf("%s-%d", id, i+1) }
