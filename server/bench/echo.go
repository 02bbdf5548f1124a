package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/server/bench/waiting"
)

// page is an answer that is measured, asked for as its usual readers do.
type page struct {
	name, path string
	header     http.Header
	aim        float64 // of the baseline's answers a second
}

var (
	browser = http.Header{"Accept": {"text/html"}, "Accept-Encoding": {"gzip, deflate, br, zstd"}}
	program = http.Header{"Accept": {"application/json"}}
)

var pages = []page{
	{"guide page", "/items/" + waiting.Item, browser, 0.9},
	{"home page", "/", browser, 0.9},
	{"list page", "/items?audience=person", browser, 0.9},
	{"item JSON", "/api/v1/items/" + waiting.Item, program, 0.9},
	{"list JSON", "/api/v1/items?limit=50", program, 0.9},
	{"search JSON", "/api/v1/items?limit=8&q=" + url.QueryEscape("驾照丢了怎么办"), program, 0.5},
}

// echoPath is where the baseline answers with the bytes of page n.
func echoPath(n int) string { return fmt.Sprintf("/%d", n) }

// serveEcho is the baseline: the framework with nothing but a handler that sends what the portal sends, headers included.
func serveEcho(ctx context.Context, portal string) error {
	if portal == "" {
		return nil
	}
	e := echo.New()
	for n, p := range pages {
		status, header, body, err := fetch(ctx, portal+p.path, p.header)
		if err != nil {
			return err
		}
		if status != http.StatusOK {
			return fmt.Errorf("%s answers %d", p.path, status)
		}
		header.Del("Date") // the server's own
		contentType := header.Get(echo.HeaderContentType)
		e.GET(echoPath(n), func(c echo.Context) error {
			answer := c.Response().Header()
			for name, values := range header {
				answer[name] = values
			}
			return c.Blob(http.StatusOK, contentType, body)
		})
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + listener.Addr().String())
	server := &http.Server{Handler: e, ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	return server.Serve(listener)
}

// startEcho runs the baseline in a process of its own.
func startEcho(portal string) (address string, stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return "", nil, err
	}
	cmd := exec.Command(self, "-echo", portal)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }
	if _, err := fmt.Fscanln(out, &address); err != nil {
		stop()
		return "", nil, fmt.Errorf("the baseline does not start: %w", err)
	}
	return address, stop, nil
}
