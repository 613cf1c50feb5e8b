-- Rule sets as the editor writes them: every part of a year's rules is data with a version, from draft to
-- superseded, and a set that holds never changes again. What an entry's year was at, and under which rules a
-- certified year stays, so that any past result can be computed again.

ALTER TABLE rule_sets DROP CONSTRAINT rule_sets_status_check;
ALTER TABLE rule_sets RENAME COLUMN status TO state;
ALTER TABLE rule_sets
  ADD CONSTRAINT rule_sets_state_check CHECK (state IN ('draft', 'scheduled', 'effective', 'superseded')),
  ADD version integer NOT NULL DEFAULT 1,
  ADD revision integer NOT NULL DEFAULT 1,     -- among the sets for one place, series and first year
  ADD shares jsonb NOT NULL DEFAULT '[]',
  ADD minutes_per_hour integer NOT NULL DEFAULT 45 CHECK (minutes_per_hour > 0),
  ADD prorates boolean NOT NULL DEFAULT true,  -- whether 减免 by months shortens what is required
  ADD forms jsonb NOT NULL DEFAULT '[]',       -- form_caps is drawn from it when it is saved
  ADD windows jsonb NOT NULL DEFAULT '{}',
  ADD defaults jsonb NOT NULL DEFAULT '[]',    -- parts without an official text: defaults of this system
  ADD created_at timestamptz NOT NULL DEFAULT '2021-01-01T00:00:00+08',
  ADD created_by uuid REFERENCES accounts,
  ADD effective_at timestamptz,
  ADD superseded_at timestamptz,
  ADD CHECK (state <> 'scheduled' OR effective_at IS NOT NULL);
-- In force once: one set for a place, a series and a first year; the set with the later first year goes before.
CREATE UNIQUE INDEX rule_sets_in_force ON rule_sets (jurisdiction, series, year_from) NULLS NOT DISTINCT
  WHERE state = 'effective';
CREATE UNIQUE INDEX rule_sets_revision ON rule_sets (jurisdiction, series, year_from, revision) NULLS NOT DISTINCT;
DROP INDEX rule_sets_year;

UPDATE rule_sets SET effective_at = make_timestamptz(year_from, 1, 1, 0, 0, 0, 'Asia/Shanghai'),
  defaults = '["forms","windows","chains","relief"]',
  windows = '{"public":{"learnFrom":{"after":0,"day":"01-01"},"learnTo":{"after":0,"day":"12-31"},"declareTo":null,"reviewTo":null,"certifyTo":null,"makeUpTo":null},"professional":{"learnFrom":{"after":0,"day":"01-01"},"learnTo":{"after":0,"day":"12-31"},"declareTo":null,"reviewTo":null,"certifyTo":null,"makeUpTo":null},"elective":{"learnFrom":{"after":0,"day":"01-01"},"learnTo":{"after":0,"day":"12-31"},"declareTo":null,"reviewTo":null,"certifyTo":null,"makeUpTo":null}}',
  -- What a unit of each form is worth, and its cap: defaults of this system, not official figures.
  forms = $forms$[
  {"code":"01","unit":"天","options":[{"code":"1","label":"","tenthsPerUnit":60}],"rankStepTenths":0,"capTenths":null,"category":null,"evidence":["培训通知","结业证书","单位证明"],"numberLabel":null,"timeBased":true,"declarable":true,"note":"施教机构直接报送的无需单位证明"},
  {"code":"02","unit":"课时","options":[{"code":"1","label":"","tenthsPerUnit":10}],"rankStepTenths":0,"capTenths":null,"category":null,"evidence":["学习记录或结业证书"],"numberLabel":null,"timeBased":true,"declarable":true,"note":"45分钟为1课时"},
  {"code":"03","unit":"天","options":[{"code":"1","label":"","tenthsPerUnit":60}],"rankStepTenths":0,"capTenths":900,"category":"professional","evidence":["研修通知","结业证书","单位证明"],"numberLabel":null,"timeBased":true,"declarable":true,"note":""},
  {"code":"04","unit":"天","options":[{"code":"1","label":"","tenthsPerUnit":60}],"rankStepTenths":0,"capTenths":240,"category":"professional","evidence":["会议通知","单位证明","论文宣读证明"],"numberLabel":null,"timeBased":true,"declarable":true,"note":"全国性会议；未宣读论文的无需宣读证明"},
  {"code":"05","unit":"场","options":[{"code":"1","label":"","tenthsPerUnit":40}],"rankStepTenths":0,"capTenths":160,"category":"elective","evidence":["讲座通知","主办方证明"],"numberLabel":null,"timeBased":true,"declarable":true,"note":""},
  {"code":"06","unit":"门","options":[{"code":"1","label":"","tenthsPerUnit":150}],"rankStepTenths":0,"capTenths":420,"category":"professional","evidence":["当年成绩单"],"numberLabel":null,"timeBased":false,"declarable":true,"note":"按当年考试合格的课程计"},
  {"code":"07","unit":"篇","options":[{"code":"1","label":"国家级以上刊物，第一作者","tenthsPerUnit":280},{"code":"2","label":"省级刊物第一作者，或国家级以上刊物其他作者","tenthsPerUnit":200},{"code":"3","label":"其他","tenthsPerUnit":120}],"rankStepTenths":0,"capTenths":280,"category":"professional","evidence":["封面","目录","正文"],"numberLabel":"DOI 或刊号","timeBased":false,"declarable":true,"note":"仅计发表当年"},
  {"code":"08","unit":"万字","options":[{"code":"1","label":"","tenthsPerUnit":50}],"rankStepTenths":0,"capTenths":420,"category":"professional","evidence":["封面","版权页","目录"],"numberLabel":"ISBN","timeBased":false,"declarable":true,"note":"仅计出版当年"},
  {"code":"09","unit":"项","options":[{"code":"1","label":"发明专利","tenthsPerUnit":420},{"code":"2","label":"实用新型、外观设计、软件著作权","tenthsPerUnit":200}],"rankStepTenths":60,"capTenths":null,"category":"professional","evidence":["专利或登记证书"],"numberLabel":"专利号或登记号","timeBased":false,"declarable":true,"note":"排名每后一位减6学时；仅计授权当年"},
  {"code":"10","unit":"项·年","options":[{"code":"1","label":"主持","tenthsPerUnit":420},{"code":"2","label":"主要参与","tenthsPerUnit":300},{"code":"3","label":"一般参与","tenthsPerUnit":200}],"rankStepTenths":0,"capTenths":420,"category":"professional","evidence":["立项批准文件"],"numberLabel":"项目编号","timeBased":false,"declarable":true,"note":""},
  {"code":"11","unit":"项","options":[{"code":"1","label":"","tenthsPerUnit":420}],"rankStepTenths":0,"capTenths":null,"category":"professional","evidence":["获奖证书"],"numberLabel":"证书编号","timeBased":false,"declarable":true,"note":"同一成果取最高级别，不累加"},
  {"code":"12","unit":"项","options":[{"code":"1","label":"","tenthsPerUnit":240}],"rankStepTenths":0,"capTenths":null,"category":"professional","evidence":["标准文本","编制人员证明"],"numberLabel":"标准编号","timeBased":false,"declarable":true,"note":""},
  {"code":"13","unit":"授课学时","options":[{"code":"1","label":"","tenthsPerUnit":20}],"rankStepTenths":0,"capTenths":300,"category":"professional","evidence":["授课通知","主办方证明"],"numberLabel":null,"timeBased":false,"declarable":true,"note":"1学时授课计2学时，相同内容只计一次"},
  {"code":"14","unit":"科","options":[{"code":"1","label":"","tenthsPerUnit":150}],"rankStepTenths":0,"capTenths":420,"category":"professional","evidence":["合格证书或成绩单"],"numberLabel":"合格证书编号","timeBased":false,"declarable":true,"note":""},
  {"code":"15","unit":"天","options":[{"code":"1","label":"","tenthsPerUnit":60}],"rankStepTenths":0,"capTenths":240,"category":"elective","evidence":["考察通知","单位证明","考察报告"],"numberLabel":null,"timeBased":true,"declarable":true,"note":""},
  {"code":"16","unit":"月","options":[{"code":"1","label":"","tenthsPerUnit":70}],"rankStepTenths":0,"capTenths":420,"category":"professional","evidence":["派出文件","年度考核材料"],"numberLabel":null,"timeBased":false,"declarable":true,"note":"也可由主管部门视同完成当年专业课"},
  {"code":"17","unit":"课时","options":[{"code":"1","label":"","tenthsPerUnit":10}],"rankStepTenths":0,"capTenths":420,"category":"elective","evidence":["年度培训计划","培训通知","签到记录"],"numberLabel":null,"timeBased":true,"declarable":true,"note":"45分钟为1课时"},
  {"code":"18","unit":"学时","options":[{"code":"1","label":"","tenthsPerUnit":10}],"rankStepTenths":0,"capTenths":180,"category":"elective","evidence":["自学计划","考核证明"],"numberLabel":null,"timeBased":false,"declarable":true,"note":"按计划核定的学时计"},
  {"code":"19","unit":"学分","options":[{"code":"1","label":"","tenthsPerUnit":10}],"rankStepTenths":0,"capTenths":null,"category":null,"evidence":["学分证明"],"numberLabel":null,"timeBased":false,"declarable":true,"note":"1学分折算1学时"},
  {"code":"20","unit":"次","options":[],"rankStepTenths":0,"capTenths":null,"category":null,"evidence":["批准文件"],"numberLabel":null,"timeBased":false,"declarable":false,"note":"按决定计"},
  {"code":"99","unit":"学时","options":[{"code":"1","label":"","tenthsPerUnit":10}],"rankStepTenths":0,"capTenths":null,"category":null,"evidence":["证明材料"],"numberLabel":null,"timeBased":false,"declarable":true,"note":""}
]$forms$,
  chains = (SELECT jsonb_agg(jsonb_build_object('yearFrom', NULL, 'yearTo', NULL,
      'categories', coalesce(chain -> 'categories', '[]'), 'series', coalesce(chain -> 'series', '[]'),
      'forms', '[]'::jsonb, 'aboveTenths', NULL, 'offices', chain -> 'offices') ORDER BY at)
    FROM jsonb_array_elements(chains) WITH ORDINALITY AS listed (chain, at));

-- Since 2021 a day is 8 hours; one source lets 公需课 be made up until the end of April. The national two thirds are
-- met by Guangdong's minima where its electives are counted as professional.
UPDATE rule_sets SET
  shares = '[{"name":"国家规定：专业科目一般不少于总学时的三分之二（选修课按专业科目计）","of":["professional","elective"],"numerator":2,"denominator":3,"binding":false}]',
  windows = '{"public":{"learnFrom":{"after":0,"day":"01-01"},"learnTo":{"after":0,"day":"12-31"},"declareTo":{"after":1,"day":"04-30"},"reviewTo":null,"certifyTo":null,"makeUpTo":{"after":1,"day":"04-30"}},"professional":{"learnFrom":{"after":0,"day":"01-01"},"learnTo":{"after":0,"day":"12-31"},"declareTo":{"after":1,"day":"04-30"},"reviewTo":null,"certifyTo":null,"makeUpTo":null},"elective":{"learnFrom":{"after":0,"day":"01-01"},"learnTo":{"after":0,"day":"12-31"},"declareTo":{"after":1,"day":"04-30"},"reviewTo":null,"certifyTo":null,"makeUpTo":null}}',
  forms = $forms$[
  {"code":"01","unit":"天","options":[{"code":"1","label":"","tenthsPerUnit":80}],"rankStepTenths":0,"capTenths":null,"category":null,"evidence":["培训通知","结业证书","单位证明"],"numberLabel":null,"timeBased":true,"declarable":true,"note":"施教机构直接报送的无需单位证明"},
  {"code":"02","unit":"课时","options":[{"code":"1","label":"","tenthsPerUnit":10}],"rankStepTenths":0,"capTenths":null,"category":null,"evidence":["学习记录或结业证书"],"numberLabel":null,"timeBased":true,"declarable":true,"note":"45分钟为1课时"},
  {"code":"03","unit":"天","options":[{"code":"1","label":"","tenthsPerUnit":80}],"rankStepTenths":0,"capTenths":900,"category":"professional","evidence":["研修通知","结业证书","单位证明"],"numberLabel":null,"timeBased":true,"declarable":true,"note":""},
  {"code":"04","unit":"天","options":[{"code":"1","label":"","tenthsPerUnit":80}],"rankStepTenths":0,"capTenths":240,"category":"professional","evidence":["会议通知","单位证明","论文宣读证明"],"numberLabel":null,"timeBased":true,"declarable":true,"note":"全国性会议；未宣读论文的无需宣读证明"},
  {"code":"05","unit":"场","options":[{"code":"1","label":"","tenthsPerUnit":40}],"rankStepTenths":0,"capTenths":160,"category":"elective","evidence":["讲座通知","主办方证明"],"numberLabel":null,"timeBased":true,"declarable":true,"note":""},
  {"code":"06","unit":"门","options":[{"code":"1","label":"","tenthsPerUnit":150}],"rankStepTenths":0,"capTenths":420,"category":"professional","evidence":["当年成绩单"],"numberLabel":null,"timeBased":false,"declarable":true,"note":"按当年考试合格的课程计"},
  {"code":"07","unit":"篇","options":[{"code":"1","label":"国家级以上刊物，第一作者","tenthsPerUnit":280},{"code":"2","label":"省级刊物第一作者，或国家级以上刊物其他作者","tenthsPerUnit":200},{"code":"3","label":"其他","tenthsPerUnit":120}],"rankStepTenths":0,"capTenths":280,"category":"professional","evidence":["封面","目录","正文"],"numberLabel":"DOI 或刊号","timeBased":false,"declarable":true,"note":"仅计发表当年"},
  {"code":"08","unit":"万字","options":[{"code":"1","label":"","tenthsPerUnit":50}],"rankStepTenths":0,"capTenths":420,"category":"professional","evidence":["封面","版权页","目录"],"numberLabel":"ISBN","timeBased":false,"declarable":true,"note":"仅计出版当年"},
  {"code":"09","unit":"项","options":[{"code":"1","label":"发明专利","tenthsPerUnit":420},{"code":"2","label":"实用新型、外观设计、软件著作权","tenthsPerUnit":200}],"rankStepTenths":60,"capTenths":null,"category":"professional","evidence":["专利或登记证书"],"numberLabel":"专利号或登记号","timeBased":false,"declarable":true,"note":"排名每后一位减6学时；仅计授权当年"},
  {"code":"10","unit":"项·年","options":[{"code":"1","label":"主持","tenthsPerUnit":420},{"code":"2","label":"主要参与","tenthsPerUnit":300},{"code":"3","label":"一般参与","tenthsPerUnit":200}],"rankStepTenths":0,"capTenths":420,"category":"professional","evidence":["立项批准文件"],"numberLabel":"项目编号","timeBased":false,"declarable":true,"note":""},
  {"code":"11","unit":"项","options":[{"code":"1","label":"","tenthsPerUnit":420}],"rankStepTenths":0,"capTenths":null,"category":"professional","evidence":["获奖证书"],"numberLabel":"证书编号","timeBased":false,"declarable":true,"note":"同一成果取最高级别，不累加"},
  {"code":"12","unit":"项","options":[{"code":"1","label":"","tenthsPerUnit":240}],"rankStepTenths":0,"capTenths":null,"category":"professional","evidence":["标准文本","编制人员证明"],"numberLabel":"标准编号","timeBased":false,"declarable":true,"note":""},
  {"code":"13","unit":"授课学时","options":[{"code":"1","label":"","tenthsPerUnit":20}],"rankStepTenths":0,"capTenths":300,"category":"professional","evidence":["授课通知","主办方证明"],"numberLabel":null,"timeBased":false,"declarable":true,"note":"1学时授课计2学时，相同内容只计一次"},
  {"code":"14","unit":"科","options":[{"code":"1","label":"","tenthsPerUnit":150}],"rankStepTenths":0,"capTenths":420,"category":"professional","evidence":["合格证书或成绩单"],"numberLabel":"合格证书编号","timeBased":false,"declarable":true,"note":""},
  {"code":"15","unit":"天","options":[{"code":"1","label":"","tenthsPerUnit":60}],"rankStepTenths":0,"capTenths":240,"category":"elective","evidence":["考察通知","单位证明","考察报告"],"numberLabel":null,"timeBased":true,"declarable":true,"note":""},
  {"code":"16","unit":"月","options":[{"code":"1","label":"","tenthsPerUnit":70}],"rankStepTenths":0,"capTenths":420,"category":"professional","evidence":["派出文件","年度考核材料"],"numberLabel":null,"timeBased":false,"declarable":true,"note":"也可由主管部门视同完成当年专业课"},
  {"code":"17","unit":"课时","options":[{"code":"1","label":"","tenthsPerUnit":10}],"rankStepTenths":0,"capTenths":420,"category":"elective","evidence":["年度培训计划","培训通知","签到记录"],"numberLabel":null,"timeBased":true,"declarable":true,"note":"45分钟为1课时"},
  {"code":"18","unit":"学时","options":[{"code":"1","label":"","tenthsPerUnit":10}],"rankStepTenths":0,"capTenths":180,"category":"elective","evidence":["自学计划","考核证明"],"numberLabel":null,"timeBased":false,"declarable":true,"note":"按计划核定的学时计"},
  {"code":"19","unit":"学分","options":[{"code":"1","label":"","tenthsPerUnit":10}],"rankStepTenths":0,"capTenths":null,"category":null,"evidence":["学分证明"],"numberLabel":null,"timeBased":false,"declarable":true,"note":"1学分折算1学时"},
  {"code":"20","unit":"次","options":[],"rankStepTenths":0,"capTenths":null,"category":null,"evidence":["批准文件"],"numberLabel":null,"timeBased":false,"declarable":false,"note":"按决定计"},
  {"code":"99","unit":"学时","options":[{"code":"1","label":"","tenthsPerUnit":10}],"rankStepTenths":0,"capTenths":null,"category":null,"evidence":["证明材料"],"numberLabel":null,"timeBased":false,"declarable":true,"note":""}
]$forms$
WHERE year_from = 2021;

-- From here on the house or the editor says all of them.
ALTER TABLE rule_sets ALTER shares DROP DEFAULT, ALTER minutes_per_hour DROP DEFAULT, ALTER prorates DROP DEFAULT,
  ALTER forms DROP DEFAULT, ALTER windows DROP DEFAULT, ALTER defaults DROP DEFAULT, ALTER created_at DROP DEFAULT;
