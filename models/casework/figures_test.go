package casework

import "testing"

func TestTimesAreToldOfManyCasesOnly(t *testing.T) {
	t.Parallel()
	days := []int{0, 1, 1, 2, 2, 3, 3, 4, 5}
	if got := took(days); got != nil {
		t.Errorf("%d cases tell %+v", len(days), got)
	}
	got := took(append(days, 9))
	if got == nil || *got != (Took{Cases: 10, Median: 2, P90: 5}) {
		t.Errorf("10 cases tell %+v", got)
	}
	if all := took(make([]int, 11)); all.P90 != 0 {
		t.Errorf("11 cases at once tell %+v", all)
	}
}
