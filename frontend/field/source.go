package field

import (
	"context"
	"strings"

	"github.com/yiyang-police/permit-portal/frontend/locale"
)

// SourceName names the register behind a fact's path for people: "licence.number" → 爆破作业人员许可证登记库. An unknown register is
// called the portal's own record; "" stays "".
func SourceName(ctx context.Context, path string) string {
	if path == "" {
		return ""
	}
	register, _, _ := strings.Cut(path, ".")
	if key := "source." + register; locale.Has(key) {
		return locale.T(ctx, key)
	}
	return locale.T(ctx, "source.other")
}
