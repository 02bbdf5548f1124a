package field

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// posted is what a browser without script would send for the form controls below node.
func posted(node *html.Node) url.Values {
	values := url.Values{}
	walk(node, func(n *html.Node) {
		name := attr(n, "name")
		if name == "" || has(n, "disabled") {
			return
		}
		switch n.Data {
		case "input":
			kind := attr(n, "type")
			if kind == "file" || (kind == "radio" || kind == "checkbox") && !has(n, "checked") {
				return
			}
			values.Add(name, attr(n, "value"))
		case "textarea":
			values.Add(name, words(n))
		case "select":
			if chosen := find(n, func(o *html.Node) bool { return o.Data == "option" && has(o, "selected") }); chosen != nil {
				values.Add(name, attr(chosen, "value"))
			} else {
				values.Add(name, "")
			}
		}
	})
	return values
}

// walk visits every element; what stands in a <template> is not part of the page.
func walk(n *html.Node, visit func(*html.Node)) {
	if n.Type == html.ElementNode {
		if n.Data == "template" {
			return
		}
		visit(n)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		walk(child, visit)
	}
}

func find(n *html.Node, is func(*html.Node) bool) *html.Node {
	var found *html.Node
	walk(n, func(one *html.Node) {
		if found == nil && is(one) {
			found = one
		}
	})
	return found
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func words(n *html.Node) string {
	var b strings.Builder
	var read func(*html.Node)
	read = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			read(child)
		}
	}
	read(n)
	return b.String()
}
