-- The bill of May 2026 as somebody would write it by hand for DuckDB: the same rules, the same output.
-- Integers throughout; half up as (2·a·n + d) // (2·d).
COPY (
WITH enrolment AS (
  SELECT enrolment_id, worker_id, coalesce(segment, 'bpu') AS segment, programmes, enterprise_size, upah, payer,
    risk_class, contract_value, contract_months, via_agency, is_member, registered_on, bpu_kind,
    coalesce(transport, false) AS transport, coalesce(jkn, false) AS jkn, coalesce(citizen, true) AS citizen,
    year(birth_date) * 10000 + month(birth_date) * 100 + day(birth_date) AS born,
    coalesce(year(registered_on) * 10000 + month(registered_on) * 100 + day(registered_on), 20260501) AS enrolled_on,
    CASE
      WHEN coalesce(income, 0) < 1100000 THEN 1000000 WHEN income < 1300000 THEN 1200000 WHEN income < 1500000 THEN 1400000
      WHEN income < 1700000 THEN 1600000 WHEN income < 1900000 THEN 1800000 WHEN income < 2100000 THEN 2000000
      WHEN income < 2300000 THEN 2200000 WHEN income < 2500000 THEN 2400000 WHEN income < 2700000 THEN 2600000
      WHEN income < 3200000 THEN 2950000 WHEN income < 3700000 THEN 3450000 WHEN income < 4200000 THEN 3950000
      WHEN income < 4700000 THEN 4450000 WHEN income < 5200000 THEN 4950000 WHEN income < 5700000 THEN 5450000
      WHEN income < 6200000 THEN 5950000 WHEN income < 6700000 THEN 6450000 WHEN income < 7200000 THEN 6950000
      WHEN income < 7700000 THEN 7450000 WHEN income < 8200000 THEN 7950000 WHEN income < 9200000 THEN 8700000
      WHEN income < 10200000 THEN 9700000 WHEN income < 11200000 THEN 10700000 WHEN income < 12200000 THEN 11700000
      WHEN income < 13200000 THEN 12700000 WHEN income < 14200000 THEN 13700000 WHEN income < 15200000 THEN 14700000
      WHEN income < 16200000 THEN 15700000 WHEN income < 17200000 THEN 16700000 WHEN income < 18200000 THEN 17700000
      WHEN income < 19200000 THEN 18700000 WHEN income < 20200000 THEN 19700000 ELSE 20700000 END::BIGINT AS base
  FROM read_parquet('{source}')
), covered AS (
  SELECT *,
    coalesce(programmes, '') = '' AS by_duty,
    CASE WHEN coalesce(programmes, '') <> '' THEN contains(programmes, 'jkk') ELSE segment IN ('pu', 'bpu', 'jakon') AND (segment <> 'pu' OR enterprise_size IS NOT NULL) END AS in_jkk,
    CASE WHEN coalesce(programmes, '') <> '' THEN contains(programmes, 'jkm') ELSE segment IN ('pu', 'bpu', 'jakon') AND (segment <> 'pu' OR enterprise_size IS NOT NULL) END AS in_jkm,
    CASE WHEN coalesce(programmes, '') <> '' THEN contains(programmes, 'jht')
         ELSE (segment = 'pu' AND enterprise_size IN ('small', 'medium', 'large')) OR (segment = 'bpu' AND coalesce(bpu_kind = 'employer', false)) END AS in_jht,
    CASE WHEN coalesce(programmes, '') <> '' THEN list_contains(string_split(programmes, '+'), 'jp') ELSE segment = 'pu' AND enterprise_size IN ('medium', 'large') END AS in_jp,
    citizen AND NOT coalesce(born + 540000 <= enrolled_on, false) AND
      CASE WHEN coalesce(programmes, '') <> '' THEN contains(programmes, 'jkp') ELSE segment = 'pu' AND jkn AND enterprise_size IN ('small', 'medium', 'large') END AS in_jkp,
    segment = 'bpu' AND coalesce(payer, 'self') NOT IN ('apbn', 'apbd_prov', 'apbd_kota') AND coalesce(bpu_kind, '') <> 'employer' AS relieved
  FROM enrolment
), judged AS (
  SELECT *,
    CASE
      WHEN is_member THEN 'already_member'
      WHEN registered_on > DATE '2026-05-31' THEN 'not_yet_registered'
      WHEN NOT by_duty AND ((segment = 'bpu' AND (list_contains(string_split(programmes, '+'), 'jp') OR contains(programmes, 'jkp')))
        OR (segment = 'jakon' AND (in_jht OR in_jp OR contains(programmes, 'jkp')))
        OR (segment = 'pmi' AND (in_jp OR contains(programmes, 'jkp')))) THEN 'programme_not_open'
      WHEN segment = 'pu' AND upah IS NULL THEN 'missing_upah'
      WHEN segment = 'pu' AND in_jkk AND risk_class IS NULL THEN 'missing_risk_class'
      WHEN segment = 'pu' AND by_duty AND enterprise_size IS NULL THEN 'missing_enterprise_size'
      WHEN segment = 'jakon' AND upah IS NULL AND contract_value IS NULL THEN 'missing_contract'
      WHEN segment = 'pmi' AND contract_months IS NULL THEN 'missing_contract_months'
      WHEN segment = 'pmi' AND contract_months < 6 THEN 'contract_too_short'
      WHEN segment = 'bpu' AND born IS NOT NULL AND born + 180000 > enrolled_on THEN 'too_young'
      WHEN segment = 'bpu' AND born + 650000 <= enrolled_on THEN 'too_old'
      WHEN segment = 'pmi' AND in_jht THEN 'law_gap'
      WHEN segment <> 'pmi' AND NOT (in_jkk OR in_jkm OR in_jht OR in_jp OR in_jkp) THEN 'no_programme'
    END AS why_not
  FROM covered
), charged AS (
  SELECT *,
    CASE WHEN why_not IS NOT NULL OR NOT in_jkk THEN 0
      WHEN segment = 'pu' THEN CASE risk_class WHEN 1 THEN (upah * 48 + 10000) // 20000 WHEN 2 THEN (upah * 54 + 5000) // 10000
        WHEN 3 THEN (upah * 178 + 10000) // 20000 WHEN 4 THEN (upah * 254 + 10000) // 20000 WHEN 5 THEN (upah * 174 + 5000) // 10000 END
      WHEN segment = 'bpu' THEN CASE WHEN relieved THEN (base + 100) // 200 ELSE (base + 50) // 100 END
      WHEN segment = 'jakon' AND upah IS NOT NULL THEN (upah * 174 + 5000) // 10000
      WHEN segment = 'jakon' THEN CASE WHEN contract_value <= 100000000 THEN (contract_value * 42 + 10000) // 20000
        WHEN contract_value <= 500000000 THEN 210000 + ((contract_value - 100000000) * 34 + 10000) // 20000
        WHEN contract_value <= 1000000000 THEN 890000 + ((contract_value - 500000000) * 26 + 10000) // 20000
        WHEN contract_value <= 5000000000 THEN 1540000 + ((contract_value - 1000000000) * 22 + 10000) // 20000
        ELSE 5940000 + ((contract_value - 5000000000) * 18 + 10000) // 20000 END
      ELSE 0 END::BIGINT AS jkk,
    CASE WHEN why_not IS NOT NULL OR NOT in_jkm THEN 0
      WHEN segment = 'pu' THEN (upah * 6 + 1000) // 2000
      WHEN segment = 'bpu' THEN CASE WHEN relieved THEN 3400 ELSE 6800 END
      WHEN segment = 'jakon' AND upah IS NOT NULL THEN (upah * 6 + 1000) // 2000
      WHEN segment = 'jakon' THEN CASE WHEN contract_value <= 100000000 THEN (contract_value * 6 + 10000) // 20000
        WHEN contract_value <= 500000000 THEN 30000 + ((contract_value - 100000000) * 4 + 10000) // 20000
        WHEN contract_value <= 1000000000 THEN 110000 + ((contract_value - 500000000) * 4 + 10000) // 20000
        WHEN contract_value <= 5000000000 THEN 210000 + ((contract_value - 1000000000) * 2 + 10000) // 20000
        ELSE 610000 + ((contract_value - 5000000000) * 2 + 10000) // 20000 END
      ELSE 0 END::BIGINT AS jkm,
    CASE WHEN why_not IS NULL AND in_jht AND segment = 'pu' THEN (upah * 74 + 1000) // 2000 ELSE 0 END::BIGINT AS jht_employer,
    CASE WHEN why_not IS NOT NULL OR NOT in_jht THEN 0 WHEN segment = 'pu' THEN (upah * 4 + 100) // 200
      WHEN segment = 'bpu' THEN (base * 4 + 100) // 200 ELSE 0 END::BIGINT AS jht_worker,
    CASE WHEN why_not IS NULL AND in_jp THEN (least(upah, 11086300) * 4 + 100) // 200 ELSE 0 END::BIGINT AS jp_employer,
    CASE WHEN why_not IS NULL AND in_jp THEN (least(upah, 11086300) * 2 + 100) // 200 ELSE 0 END::BIGINT AS jp_worker,
    CASE WHEN why_not IS NULL AND in_jkp THEN (least(upah, 5000000) * 22 + 5000) // 10000 ELSE 0 END::BIGINT AS jkp_state,
    CASE WHEN why_not IS NULL AND in_jkp THEN (least(upah, 5000000) * 14 + 5000) // 10000 ELSE 0 END::BIGINT AS jkp_from_jkk,
    0::BIGINT AS jkp_from_jkm,
    CASE WHEN why_not IS NULL AND segment = 'pmi' THEN CASE WHEN contract_months >= 24 THEN 332500 + (contract_months - 24) * 13500
        WHEN contract_months >= 12 THEN 189000 + (contract_months - 12) * 13500 ELSE 108000 + (contract_months - 6) * 13500 END
      + CASE WHEN via_agency THEN 37500 ELSE 0 END ELSE 0 END::BIGINT AS pmi_package
  FROM judged
), summed AS (
  SELECT *, jkk + jkm + jht_worker AS own, coalesce(payer, 'self') AS payer_code FROM charged
)
SELECT enrolment_id, worker_id, '2026-05' AS month,
  jkk, jkm, jht_employer, jht_worker, jp_employer, jp_worker, jkp_state, jkp_from_jkk, jkp_from_jkm, pmi_package,
  CASE WHEN segment = 'bpu' THEN CASE WHEN payer_code = 'employer' THEN own ELSE 0 END ELSE jkk + jkm + jht_employer + jp_employer END AS by_employer,
  CASE WHEN segment = 'bpu' THEN CASE WHEN payer_code = 'self' THEN own ELSE 0 END ELSE jht_worker + jp_worker + pmi_package END AS by_worker,
  CASE WHEN segment = 'bpu' AND payer_code = 'apbd_kota' THEN own ELSE 0 END AS by_apbd_kota,
  CASE WHEN segment = 'bpu' AND payer_code = 'apbd_prov' THEN own ELSE 0 END AS by_apbd_prov,
  CASE WHEN segment = 'bpu' AND payer_code = 'apbdes' THEN own ELSE 0 END AS by_apbdes,
  CASE WHEN segment = 'bpu' AND payer_code = 'apbn' THEN own ELSE 0 END AS by_apbn,
  CASE WHEN segment = 'bpu' AND payer_code = 'donor' THEN own ELSE 0 END AS by_donor,
  jkp_state AS by_state,
  jkk + jkm + jht_employer + jht_worker + jp_employer + jp_worker + pmi_package AS total,
  why_not IS NULL OR why_not = 'already_member' AS is_covered, why_not
FROM summed
) TO '{target}' (FORMAT parquet, COMPRESSION snappy);
