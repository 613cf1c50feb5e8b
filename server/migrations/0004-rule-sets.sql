-- The rule sets of Guangdong as far as public notices tell them. 2010-2018: the administrative measures under
-- the province's regulation; 2020 and 2021 on: the yearly notices. For 2019 no text was found, so its set stands as
-- not confirmed. Caps per form are defaults of this system, not official figures.

INSERT INTO rule_sets (id, name, jurisdiction, series, year_from, year_to, status, total_tenths, public_tenths,
  professional_tenths, elective_tenths, day_tenths, certifies, form_caps, chains, source, confirmed)
SELECT id::uuid, name, '440000', NULL, year_from, year_to, 'effective', total, public, professional, elective, day_tenths, 'onRequest',
  '{"03":900,"04":240,"05":160,"06":420,"07":280,"08":420,"10":420,"13":300,"14":420,"15":240,"16":420,"17":420,"18":180}',
  chains::jsonb, source, confirmed
FROM (VALUES
  ('01980000-0000-7000-8000-000000000010', '广东 2010—2018 年度', 2010, 2018, 720, 180, 420, 120, 60,
   '[{"categories":["public"],"offices":["employer","hrss"]},{"categories":["professional"],"offices":["employer","industry"]},{"offices":["employer"]}]',
   '广东省专业技术人员继续教育证书管理办法（每年 12 天或 72 学时）', true),
  ('01980000-0000-7000-8000-000000000019', '广东 2019 年度（待确认）', 2019, 2019, 720, 180, 420, 120, 60,
   '[{"categories":["public"],"offices":["employer","hrss"]},{"categories":["professional"],"offices":["employer","industry"]},{"offices":["employer"]}]',
   '未找到 2019 年度正式文件，暂按 2018 年度标准', false),
  ('01980000-0000-7000-8000-000000000020', '广东 2020 年度', 2020, 2020, 840, 300, 420, 120, 60,
   '[{"categories":["public"],"offices":["employer","hrss"]},{"categories":["professional"],"offices":["employer","industry"]},{"offices":["employer"]}]',
   '2020 年度继续教育工作通知（每年 14 天或 84 学时）', true),
  ('01980000-0000-7000-8000-000000000021', '广东 2021 年度起', 2021, NULL, 900, 300, 420, 180, 80,
   '[{"categories":["public"],"offices":["employer","hrss"]},{"series":["01","21","22","04"],"offices":["employer","industry"]},{"offices":["employer"]}]',
   '2021 年起继续教育工作通知（每年 90 学时，1 天计 8 学时，45 分钟计 1 学时）', true)
) AS sets (id, name, year_from, year_to, total, public, professional, elective, day_tenths, chains, source, confirmed);
