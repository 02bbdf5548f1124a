package supervise

import (
	"time"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// made is a move of the journal with its act; the index on time keeps it to the days that are read.
const made = `(SELECT j.id, j.case_id, j.at, j.move, j.org, j.police_no, j.actor_role, j.terminal, j.reason, j.details::jsonb ->> 'act' AS act
   FROM journal j WHERE j.at >= @since)`

// patrolRules are the queries of the rules, in their order. Each tells case, desk, officer, role and source.
var patrolRules = []struct{ rule, query string }{
	{P1, `
SELECT c.id AS case_id, s.desk, c.host_officer AS police_no, c.id || ' ' || c.clock || ' ' || c.due AS source
  FROM cases c JOIN steps s ON s.case_id = c.id AND s.state <> 'DONE'
 WHERE c.due BETWEEN @today AND @near AND c.clock IN ('K1', 'K2')`},
	{P2, `
SELECT m.case_id, COALESCE(NULLIF(c.host_desk, ''), (SELECT s.desk FROM steps s WHERE s.case_id = c.id ORDER BY s.id DESC LIMIT 1), '') AS desk,
       c.host_officer AS police_no, m.case_id || ' ' || m.act AS source
  FROM ` + made + ` m JOIN cases c ON c.id = m.case_id WHERE m.act IN ('deem_accepted', 'deem_renewed')`},
	{P4, `
SELECT DISTINCT m.case_id, m.org AS desk, m.police_no, m.actor_role AS role, m.case_id || ' terminal' AS source
  FROM ` + made + ` m JOIN journal r ON r.case_id = m.case_id AND r.actor_role = 'R-REC' AND r.police_no <> '' AND r.police_no <> m.police_no
 WHERE m.act IN @decisions AND m.actor_role = 'R-DEC' AND m.terminal = r.terminal AND m.terminal NOT IN ('', '127.0.0.1', '::1')`},
	{P5, `
SELECT d.case_id, c.host_desk AS desk, c.host_officer AS police_no, d.id::text AS source
  FROM documents d JOIN cases c ON c.id = d.case_id
 WHERE d.issued_at >= @since AND d.kind IN @adverse AND d.facts -> 'remedies' ->> 'online' IS NULL AND d.facts ->> 'final' IS NULL`},
	{P7, `
SELECT r.case_id, split_part(min(r.desks), ' ', 1) AS desk, r.officer AS police_no, min(r.roles) AS role,
       r.officer || ' ' || r.case_id || ' ' || (r.at AT TIME ZONE 'Asia/Shanghai')::date AS source
  FROM readings r
 WHERE r.at >= @since AND r.kind = 'case' AND r.case_id IS NOT NULL
   AND EXISTS (SELECT 1 FROM readings q WHERE q.officer = r.officer AND q.kind = 'search' AND q.at BETWEEN r.at - interval '30 minutes' AND r.at)
   AND NOT EXISTS (SELECT 1 FROM steps s WHERE s.case_id = r.case_id AND (s.desk = ANY(string_to_array(r.desks, ' ')) OR s.holder_officer = r.officer))` + unwatched + `
 GROUP BY r.officer, r.case_id, (r.at AT TIME ZONE 'Asia/Shanghai')::date`},
	{P7, `
SELECT split_part(min(q.desks), ' ', 1) AS desk, q.officer AS police_no, min(q.roles) AS role,
       q.officer || ' searches ' || (q.at AT TIME ZONE 'Asia/Shanghai')::date AS source
  FROM readings q
 WHERE q.at >= @since AND q.at <= @settled AND q.kind = 'search'
   AND NOT EXISTS (SELECT 1 FROM readings r WHERE r.officer = q.officer AND r.kind = 'case' AND r.at BETWEEN q.at AND q.at + interval '30 minutes')
 GROUP BY q.officer, (q.at AT TIME ZONE 'Asia/Shanghai')::date HAVING count(*) > @idle`},
	{P8, `
SELECT m.case_id, m.org AS desk, m.police_no, m.actor_role AS role, m.id::text AS source
  FROM ` + made + ` m
 CROSS JOIN LATERAL (SELECT l.at FROM steps s JOIN claims l ON l.step_id = s.id
                      WHERE s.case_id = m.case_id AND l.officer = m.police_no AND l.at <= m.at ORDER BY l.at DESC LIMIT 1) opened
 WHERE m.act IN @decisions AND m.police_no <> '' AND m.at - opened.at < interval '30 seconds'`},
	{P9, `
SELECT m.case_id, m.org AS desk, m.police_no, m.actor_role AS role, m.id::text AS source, m.at
  FROM ` + made + ` m WHERE m.act IN @decisions AND m.police_no <> ''`},
	{P10, `
SELECT m.case_id, max(m.org) AS desk, max(c.host_officer) AS police_no, m.case_id || ' returns' AS source
  FROM ` + made + ` m JOIN cases c ON c.id = m.case_id WHERE m.act = 'return' GROUP BY m.case_id HAVING count(*) >= 2`},
	{P11, `
SELECT p.desk, p.police_no, p.role, p.unit_code || ' ' || p.police_no || ' ' || @month AS source
  FROM (SELECT c.unit_code, j.police_no, max(j.org) AS desk, max(j.actor_role) AS role, count(*) AS own, sum(count(*)) OVER (PARTITION BY c.unit_code) AS whole
          FROM journal j JOIN cases c ON c.id = j.case_id
         WHERE j.at >= @share AND c.unit_code <> '' AND j.police_no <> '' AND j.details::jsonb ->> 'act' IN @decisions
         GROUP BY c.unit_code, j.police_no) p
 WHERE p.whole >= @least AND p.own * 10 > p.whole * 6`},
	{P12, `
SELECT m.case_id, m.org AS desk, m.police_no, m.actor_role AS role, m.id::text AS source
  FROM ` + made + ` m WHERE m.act = 'ask_explanation' AND m.reason ~ @asks`},
	{NotImmediate, `
SELECT m.case_id, m.org AS desk, m.police_no, m.actor_role AS role, m.case_id || ' immediate' AS source, m.at, c.received_at
  FROM ` + made + ` m JOIN cases c ON c.id = m.case_id WHERE m.act IN ('not_needed', 'not_accept') AND m.police_no <> ''`},
}

// unwatched leaves out the cases that ask for supervision by themselves: with a card, a ticket of another rule, a rating, a complaint, or a paper of the
// justice department.
const unwatched = `
   AND NOT EXISTS (SELECT 1 FROM cards k WHERE k.case_id = r.case_id)
   AND NOT EXISTS (SELECT 1 FROM patrol_events e WHERE e.case_id = r.case_id AND e.rule <> 'P7')
   AND NOT EXISTS (SELECT 1 FROM ratings g WHERE g.case_id = r.case_id)
   AND NOT EXISTS (SELECT 1 FROM voices v WHERE v.case_id = r.case_id)
   AND NOT EXISTS (SELECT 1 FROM justice_papers j WHERE j.case_id = r.case_id)`

// soon is the time within which a search leads to its case; the queries say the same.
const soon = 30 * time.Minute

// fewDecided is below which a share says nothing: the cases of an enterprise within thirty days.
const fewDecided = 10

// asksMaterial is how a question reads that asks for papers: what is missing belongs into the one correction (行政许可法 第三十二条第一款第四项).
const asksMaterial = `补正|补交|补齐|补充(提交|提供|材料|证明)|重新(提交|上传|提供)|另行(提交|提供)`

// patrolled runs one rule over the record.
func patrolled(tx *db.Tx, rule, query string, near workday.Date, idle int) (list []found, err error) {
	since := tx.Now.AddDate(0, 0, -patrolDays)
	err = tx.Raw(query, map[string]any{"since": since, "share": tx.Now.AddDate(0, 0, -shareDays), "today": tx.Today(), "near": near,
		"decisions": decisions, "adverse": document.AdverseKinds(), "asks": asksMaterial, "least": fewDecided, "idle": idle, "settled": tx.Now.Add(-soon),
		"month": tx.Now.In(workday.Zone).Format("2006-01")}).Scan(&list).Error
	for i := range list {
		list[i].Rule, list[i].Source = rule, rule+" "+list[i].Source
	}
	return list, err
}

// unseen keeps those that have no ticket yet.
func unseen(tx *db.Tx, list []found) (fresh []found, err error) {
	sources := make([]string, len(list))
	for i, f := range list {
		sources[i] = f.Source
	}
	if len(sources) == 0 {
		return nil, nil
	}
	var seen []string
	if err := tx.Raw(`SELECT source FROM patrol_events WHERE source IN ?`, sources).Scan(&seen).Error; err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, s := range seen {
		known[s] = true
	}
	for _, f := range list {
		if !known[f.Source] {
			fresh = append(fresh, f)
		}
	}
	return fresh, nil
}
