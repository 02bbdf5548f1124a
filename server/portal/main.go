// Command portal is the whole site in one binary: serve pages and API, work off jobs, migrate, publish items, and verify documents.
package main

import "github.com/yiyang-police/permit-portal/server"

func main() { server.Main() }
