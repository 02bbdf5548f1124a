package material

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// Scanner looks for harm in a file. Threat is its name, "" for a clean file; an error means that nobody has looked yet.
type Scanner interface {
	Scan(ctx context.Context, r io.Reader) (threat string, err error)
}

// BuiltinScanner is the simulator of a virus scanner: it knows the EICAR test file and nothing else. Production needs clamd.
type BuiltinScanner struct{}

var eicar = []byte(`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`)

// Scan finds the EICAR test string anywhere.
func (BuiltinScanner) Scan(ctx context.Context, r io.Reader) (string, error) {
	buffer := make([]byte, 64<<10)
	kept := 0
	for {
		n, err := heed(ctx, r).Read(buffer[kept:])
		seen := buffer[:kept+n]
		if bytes.Contains(seen, eicar) {
			return "Eicar-Test-Signature", nil
		}
		if err == io.EOF {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		kept = copy(buffer, seen[max(0, len(seen)-len(eicar)+1):])
	}
}

// Clamd asks a ClamAV daemon by its INSTREAM command.
type Clamd struct {
	Network string // "unix" or "tcp"
	Address string
	Timeout time.Duration // of the whole scan; 0 = 30 seconds
}

// ParseClamd reads an address like /run/clamav/clamd.ctl or 127.0.0.1:3310.
func ParseClamd(address string) Clamd {
	if strings.HasPrefix(address, "/") {
		return Clamd{Network: "unix", Address: address}
	}
	return Clamd{Network: "tcp", Address: address}
}

// Scan streams r in pieces, each with its length before it, and reads one line of answer.
func (c Clamd) Scan(ctx context.Context, r io.Reader) (string, error) {
	limit := c.Timeout
	if limit == 0 {
		limit = 30 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var d net.Dialer
	conn, err := d.DialContext(ctx, c.Network, c.Address)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	if err := c.send(conn, r); err != nil {
		return "", err
	}
	answer, err := io.ReadAll(io.LimitReader(conn, 4096))
	if err != nil {
		return "", err
	}
	return readVerdict(string(bytes.Trim(answer, "\x00\n ")))
}

func (c Clamd) send(conn net.Conn, r io.Reader) error {
	if _, err := io.WriteString(conn, "zINSTREAM\x00"); err != nil {
		return err
	}
	piece := make([]byte, 4+64<<10)
	for {
		n, err := r.Read(piece[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(piece, uint32(n))
			if _, err := conn.Write(piece[:4+n]); err != nil {
				return err
			}
		}
		if err == io.EOF {
			_, err = conn.Write([]byte{0, 0, 0, 0})
			return err
		}
		if err != nil {
			return err
		}
	}
}

func readVerdict(answer string) (string, error) {
	verdict := strings.TrimPrefix(answer, "stream: ")
	if verdict == "OK" {
		return "", nil
	}
	if threat, found := strings.CutSuffix(verdict, " FOUND"); found {
		return threat, nil
	}
	return "", fmt.Errorf("clamd: %q", answer)
}
