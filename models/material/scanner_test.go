package material

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
)

func codeOf(err error) string { return fault.Code(err) }

func TestBuiltinScannerFindsEicarAnywhere(t *testing.T) {
	t.Parallel()
	for _, before := range []int{0, 1, 65500, 65535, 65536, 200_000} {
		file := append(bytes.Repeat([]byte{'.'}, before), eicar...)
		for _, r := range []io.Reader{bytes.NewReader(file), iotest.HalfReader(bytes.NewReader(file))} {
			if threat, err := (BuiltinScanner{}).Scan(context.Background(), r); threat == "" || err != nil {
				t.Errorf("after %d bytes: %q %v", before, threat, err)
			}
		}
		if threat, err := (BuiltinScanner{}).Scan(context.Background(), bytes.NewReader(file[:len(file)-1])); threat != "" || err != nil {
			t.Errorf("without its last byte: %q %v", threat, err)
		}
	}
}

// daemon speaks clamd's INSTREAM protocol for one connection and answers as told.
func daemon(t *testing.T, answer func(received []byte) string) Clamd {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		command := make([]byte, len("zINSTREAM\x00"))
		if _, err := io.ReadFull(conn, command); err != nil || string(command) != "zINSTREAM\x00" {
			return
		}
		var received []byte
		for {
			var n uint32
			if err := binary.Read(conn, binary.BigEndian, &n); err != nil {
				return
			}
			if n == 0 {
				break
			}
			piece := make([]byte, n)
			if _, err := io.ReadFull(conn, piece); err != nil {
				return
			}
			received = append(received, piece...)
		}
		io.WriteString(conn, answer(received)+"\x00")
	}()
	return Clamd{Network: "tcp", Address: l.Addr().String(), Timeout: 5 * time.Second}
}

func TestClamd(t *testing.T) {
	t.Parallel()
	file := strings.Repeat("0123456789abcdef", 20_000)
	whole := ""
	for _, c := range []struct {
		answer, threat string
		fails          bool
	}{{"stream: OK", "", false}, {"stream: Win.Test.EICAR_HDB-1 FOUND", "Win.Test.EICAR_HDB-1", false}, {"INSTREAM size limit exceeded. ERROR", "", true}, {"", "", true}} {
		seen := make(chan string, 1)
		d := daemon(t, func(received []byte) string { seen <- string(received); return c.answer })
		threat, err := d.Scan(context.Background(), strings.NewReader(file))
		if threat != c.threat || (err != nil) != c.fails {
			t.Errorf("%q: %q %v", c.answer, threat, err)
		}
		whole = <-seen
	}
	if whole != file {
		t.Error("the daemon did not get the file as it is")
	}
	gone := Clamd{Network: "tcp", Address: "127.0.0.1:1", Timeout: time.Second}
	if _, err := gone.Scan(context.Background(), strings.NewReader("x")); err == nil {
		t.Error("no daemon, no error")
	}
}
