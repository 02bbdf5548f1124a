-- The desks of every trade at the city and in the eight counties (domain.md 0.3). A county's desk also works for its police stations.

-- +goose Up

-- Room between the desks of one bureau for those that come.
UPDATE desks SET place = place * 10;

INSERT INTO desks (code, parent, area, name, name_en, mark, body, place) VALUES
    ('430900-hu',   '430900', '430900', '户政管理支队',     'Household Registration Detachment', '户', '益阳市公安局', 151),
    ('430900-jiao', '430900', '430900', '交通警察支队',     'Traffic Police Detachment',         '交', '益阳市公安局', 152),
    ('430900-wang', '430900', '430900', '网络安全保卫支队', 'Network Security Detachment',       '网', '益阳市公安局', 153),
    ('430900-jin',  '430900', '430900', '禁毒支队',         'Narcotics Control Detachment',      '禁', '益阳市公安局', 154),
    ('430900-jian', '430900', '430900', '监所管理支队',     'Detention Administration Detachment', '监', '益阳市公安局', 155),
    ('430900-xing', '430900', '430900', '刑事侦查支队',     'Criminal Investigation Detachment', '刑', '益阳市公安局', 156);

INSERT INTO desks (code, parent, area, name, name_en, mark, body, place)
SELECT z.area || '-' || t.code, z.parent, z.area, replace(z.name, '治安大队', t.name), replace(z.name_en, 'Public Order Brigade', t.name_en),
       t.mark, z.body, z.place + t.n
  FROM desks z
 CROSS JOIN (VALUES
    (1, 'ban',  '政务服务窗口',     'Service Window',                   '办'),
    (2, 'hu',   '户政大队',         'Household Registration Brigade',   '户'),
    (3, 'jiao', '交通警察大队',     'Traffic Police Brigade',           '交'),
    (4, 'jing', '出入境管理大队',   'Exit and Entry Brigade',           '境'),
    (5, 'wang', '网络安全保卫大队', 'Network Security Brigade',         '网'),
    (6, 'jin',  '禁毒大队',         'Narcotics Control Brigade',        '禁'),
    (7, 'jian', '监所管理大队',     'Detention Administration Brigade', '监'),
    (8, 'xing', '刑事侦查大队',     'Criminal Investigation Brigade',   '刑'),
    (9, 'fa',   '法制大队',         'Legal Affairs Brigade',            '法')
    ) AS t (n, code, name, name_en, mark)
 WHERE z.code LIKE '______-zhi' AND z.area <> '430900';
