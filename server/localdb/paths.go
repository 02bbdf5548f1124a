package localdb

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

const superuser = "postgres"

// maxSocketPath is what fits into sockaddr_un on Linux, less the file's own name.
const maxSocketPath = 107 - len("/.s.PGSQL.5432")

// owner is the user that the server runs as: PostgreSQL refuses to run as root.
type owner struct {
	uid, gid int
	drop     bool // this process is root and has to change to the owner
}

// paths are the places of one cluster.
type paths struct{ data, socket, lock, log string }

// dataOwner keeps the owner of an existing cluster; root otherwise takes the user postgres, or nobody where there is none.
func dataOwner(dir string) (owner, error) {
	if os.Geteuid() != 0 {
		return owner{uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	for _, home := range []string{dir, filepath.Join(dir, linkName)} {
		if info, err := os.Stat(filepath.Join(home, "postgres", "PG_VERSION")); err == nil {
			stat := info.Sys().(*syscall.Stat_t)
			return owner{uid: int(stat.Uid), gid: int(stat.Gid), drop: true}, nil
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.Atoi(u.Uid)
		gid, gidErr := strconv.Atoi(u.Gid)
		if uidErr == nil && gidErr == nil {
			return owner{uid: uid, gid: gid, drop: true}, nil
		}
	}
	return owner{}, fmt.Errorf("PostgreSQL does not run as root and there is neither a user postgres nor nobody: run the portal as an ordinary user")
}

// locate makes the folders of a cluster and gives them to its owner. What root keeps below a private folder, such as /root, the
// server's user could not reach: there the data directory holds a link to the cluster's place below system.
func locate(dir, system string, o owner) (paths, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return paths{}, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return paths{}, fmt.Errorf("data directory: %w", err)
	}
	home := dir
	if traversable(dir, o) != nil {
		if home, err = elsewhere(dir, system); err != nil {
			return paths{}, fmt.Errorf("data directory: %w", err)
		}
	}
	p := paths{
		data: filepath.Join(home, "postgres"), socket: filepath.Join(home, "run"),
		lock: filepath.Join(dir, "portal.lock"), log: filepath.Join(home, "postgres.log"),
	}
	if len(p.socket) > maxSocketPath {
		digest := sha256.Sum256([]byte(dir))
		p.socket = filepath.Join(os.TempDir(), "permit-portal-"+hex.EncodeToString(digest[:6]))
	}
	for _, folder := range []string{home, filepath.Dir(p.socket)} {
		if err := traversable(folder, o); err != nil {
			return paths{}, err
		}
	}
	if err := own(p.socket, o); err != nil {
		return paths{}, fmt.Errorf("data directory: %w", err)
	}
	return p, nil
}

const (
	linkName      = "database"               // in the data directory
	defaultSystem = "/var/lib/permit-portal" // where services keep their data
)

// elsewhere follows the link in dir to the cluster's place, or makes both. Whoever removes the data directory gets a new cluster.
func elsewhere(dir, system string) (string, error) {
	link := filepath.Join(dir, linkName)
	if home, err := os.Readlink(link); err == nil {
		return home, nil
	}
	if system == "" {
		system = defaultSystem
	}
	if err := os.MkdirAll(system, 0o755); err != nil {
		return "", err
	}
	home, err := os.MkdirTemp(system, "cluster-")
	if err != nil {
		return "", err
	}
	if err := os.Chmod(home, 0o755); err != nil {
		return "", err
	}
	return home, os.Symlink(home, link)
}

// own makes folder private to the owner. What somebody else put there is refused: it could be a link to a place of their choice.
func own(folder string, o owner) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	info, err := os.Lstat(folder)
	if err != nil {
		return err
	}
	uid := int(info.Sys().(*syscall.Stat_t).Uid)
	if !info.IsDir() || uid != o.uid && uid != os.Geteuid() {
		return fmt.Errorf("%s belongs to somebody else (uid %d)", folder, uid)
	}
	if o.drop {
		if err := os.Lchown(folder, o.uid, o.gid); err != nil {
			return err
		}
	}
	return os.Chmod(folder, 0o700)
}

// traversable finds a parent folder that the server's user could not pass, before initdb fails with less clear words.
func traversable(dir string, o owner) error {
	if !o.drop {
		return nil
	}
	for at := dir; ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if err != nil {
			return err
		}
		stat := info.Sys().(*syscall.Stat_t)
		may := info.Mode().Perm()&0o001 != 0 ||
			int(stat.Uid) == o.uid && info.Mode().Perm()&0o100 != 0 ||
			int(stat.Gid) == o.gid && info.Mode().Perm()&0o010 != 0
		if !may {
			return fmt.Errorf("the database's user (uid %d) may not pass %s: choose a place that everybody may pass, such as /var/lib/permit-portal", o.uid, at)
		}
		if at == filepath.Dir(at) {
			return nil
		}
	}
}
