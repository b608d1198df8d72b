-- Small rules that views and checks share. Each is one expression, so that it can be tried in the DuckDB shell.
CREATE OR REPLACE MACRO period_starts(period) AS
    CASE
        WHEN period[6] = 'Q' THEN make_date(CAST(period[1:4] AS BIGINT), 3 * CAST(period[7] AS BIGINT) - 2, 1)
        WHEN period[6] = 'H' THEN make_date(CAST(period[1:4] AS BIGINT), 6 * CAST(period[7] AS BIGINT) - 5, 1)
        WHEN length(period) = 10 THEN TRY_CAST(period AS DATE)
        WHEN length(period) = 7 AND period[-1] <> 'M' THEN TRY_CAST(period || '-01' AS DATE)
        ELSE TRY_CAST(period[1:4] || '-01-01' AS DATE)
    END;
COMMENT ON MACRO period_starts IS 'First day of a period: 2021, 2022-09, 2025-08-21, 2023-Q1, 2023-H1, 2020-9M, 2015-2020';

-- On 2025-07-01 63 provinces became 34. Ranks of the two maps are different things, and an edition can have a table on each.
-- Provinces that the merger left alone are told apart by the printed field, else by the period.
CREATE OR REPLACE MACRO map_of(kind, valid_from, valid_to, rank_of, period) AS
    CASE
        WHEN kind <> 'province' THEN kind
        WHEN valid_from >= DATE '2025-07-01' THEN '34'
        WHEN valid_to < DATE '2025-07-01' THEN '63'
        WHEN rank_of = 34 THEN '34'
        WHEN rank_of > 34 THEN '63'
        WHEN length(period) = 4 AND period >= '2025' THEN '34'
        WHEN period_starts(period) >= DATE '2025-07-01' THEN '34'
        ELSE '63'
    END;
COMMENT ON MACRO map_of IS 'Which table a figure belongs to: 63 or 34 (provinces before and after the merger), ministry, country';

-- What a printed score is multiplied with to stand on the indicator's own scale: DTI 67,35 is 0.6735; a satisfaction of
-- 9,12 points (it counts ten points of the reform index) is 91.2 percent; 50,77 % of PAPI's 80 points is 40.6.
CREATE OR REPLACE MACRO score_factor(subject, value, unit, scale_unit, scale_max) AS
    CASE
        WHEN scale_max = 1 AND value > 1 AND value <= 100 THEN 0.01
        WHEN scale_max = 1 AND value > 100 AND value <= 1000 AND unit = 'points' THEN 0.001
        WHEN subject = 'SIPAS' AND unit = 'points' AND value <= 10 THEN 10.0
        WHEN scale_max > 1 AND unit = 'ratio' AND value <= 1 THEN scale_max
        WHEN unit = 'percent' AND scale_unit = 'points' AND scale_max <> 100 THEN scale_max / 100
        ELSE 1.0
    END;
COMMENT ON MACRO score_factor IS 'Factor that brings a printed score to the unit and scale of its indicator';

-- 87.24 is printed in steps of 0.01, 2800000 in steps of 100000. Steps of a score end at 1.
CREATE OR REPLACE MACRO printed_step(value, measure) AS
    CASE
        WHEN measure = 'rank' THEN 0
        ELSE pow(10, least(
            length(replace(CAST(value AS VARCHAR), '.', '')) - length(rtrim(replace(CAST(value AS VARCHAR), '.', ''), '0')) - 6,
            CASE WHEN measure = 'score' THEN 0 ELSE 18 END))
    END;
COMMENT ON MACRO printed_step IS 'The last digit of a DECIMAL(24, 6) that is not a closing zero, as a step';

-- Rounded, the coarser of two values comes out equal; a table of four decimals is sure of three and a half; and a writer
-- may cut digits off where he should round.
CREATE OR REPLACE MACRO same_figure(a, a_step, b, b_step) AS
    abs(a - b) <= greatest(a_step, b_step) / 2 + 1e-9
    OR (greatest(a_step, b_step) <= 0.0001 AND a > 1 AND abs(a - b) <= 0.0001 + 1e-9)
    OR (a_step > b_step AND a_step <= 0.01 AND b > a AND b - a < a_step - 1e-9)
    OR (b_step > a_step AND b_step <= 0.01 AND a > b AND a - b < b_step - 1e-9);
COMMENT ON MACRO same_figure IS 'Whether two printed values agree within the rounding of the coarser one';

-- Views work out every line, or only those of the variables `subjects` and `entities`: a batch touches few of many.
CREATE OR REPLACE MACRO in_lines(subject, entity) AS
    (getvariable('subjects') IS NULL OR list_contains(getvariable('subjects'), subject))
    AND (getvariable('entities') IS NULL OR list_contains(getvariable('entities'), entity));
COMMENT ON MACRO in_lines IS 'True of every line, or of those in the variables `subjects` and `entities` where these are set';

CREATE OR REPLACE MACRO counts_up(subject) AS subject IN (SELECT counter FROM core.counter WHERE only_grows);
COMMENT ON MACRO counts_up IS 'Counters that are counted since a beginning and so never become fewer';
