-- The questions of a landscape in SQL, over its tables as `landscape export parquet` writes them.
--
-- It runs as it is on SQLite, DuckDB and Apache Spark, after the tables have been made known under their names. It makes
-- views and reads nothing yet; the questions to ask of each view stand above it. The answers are those of the commands
-- with their defaults, and the order in which rows come is the one that a query asks for.
--
-- A company offers what it is known to offer, with support yes or partial. What is not known has no row: unknown is not
-- no. What follows from a complete list of offers (`concluded` is `listing`) is a no of that company, and says nothing of
-- the market. Of a tool that is a part of another, nothing is counted.

-- The companies that are asked about. This is the one view to change: it may list several ids.
CREATE TEMPORARY VIEW asked AS
SELECT id AS company, no AS company_no, breadth
FROM companies
WHERE id IN ('{asked}');

-- Who offers what, of the tools that count, by number: every view below that joins large tables joins these.
CREATE TEMPORARY VIEW offered AS
SELECT company_no, tool_no
FROM offers
WHERE offered AND counted;

-- How much of each stack each company covers, of those of which more is known than that their list is complete: from
-- `offered` tools for certain to `at_most`, all but those known to be missing.
--   SELECT * FROM coverage WHERE stack = 'data' ORDER BY offered DESC, yes DESC, company
CREATE TEMPORARY VIEW coverage AS
SELECT claims.stack, claims.company, claims.yes + claims.partial AS offered,
    sizes.tools - claims.planned - claims.known_not AS at_most, sizes.tools,
    claims.yes, claims.partial, claims.planned, claims.known_not,
    sizes.tools - claims.yes - claims.partial - claims.planned - claims.known_not AS unknown
FROM (
    SELECT stack_tools.stack, offers.company,
        SUM(CASE WHEN offers.support = 'yes' THEN 1 ELSE 0 END) AS yes,
        SUM(CASE WHEN offers.support = 'partial' THEN 1 ELSE 0 END) AS partial,
        SUM(CASE WHEN offers.support = 'planned' THEN 1 ELSE 0 END) AS planned,
        SUM(CASE WHEN offers.support = 'no' THEN 1 ELSE 0 END) AS known_not
    FROM stack_tools
    JOIN offers ON offers.tool_no = stack_tools.tool_no
    GROUP BY stack_tools.stack, offers.company
    HAVING SUM(CASE WHEN offers.concluded = 'listing' THEN 0 ELSE 1 END) > 0
) AS claims
JOIN (
    SELECT stack, COUNT(*) AS tools
    FROM stack_tools
    GROUP BY stack
) AS sizes ON sizes.stack = claims.stack;

-- For each company, the weights of what it offers, summed up.
CREATE TEMPORARY VIEW company_weights AS
SELECT offered.company_no, SUM(tools.weight) AS weight
FROM offered
JOIN tools ON tools.no = offered.tool_no
GROUP BY offered.company_no;

-- How alike each asked company and every other are that have a tool in common.
--   SELECT * FROM overlap ORDER BY weighted_containment_first DESC, shared DESC, second
CREATE TEMPORARY VIEW overlap AS
SELECT pair.company AS first, other.id AS second, pair.shared,
    CAST(pair.shared AS DOUBLE) / (pair.breadth + other.breadth - pair.shared) AS jaccard,
    pair.weight / (own_weights.weight + other_weights.weight - pair.weight) AS weighted_jaccard,
    CAST(pair.shared AS DOUBLE) / pair.breadth AS containment_first,
    CAST(pair.shared AS DOUBLE) / other.breadth AS containment_second,
    CAST(pair.shared AS DOUBLE)
        / CASE WHEN pair.breadth < other.breadth THEN pair.breadth ELSE other.breadth END AS overlap_coefficient,
    pair.weight / own_weights.weight AS weighted_containment_first,
    pair.weight / other_weights.weight AS weighted_containment_second
FROM (
    SELECT asked.company, asked.company_no, asked.breadth, theirs.company_no AS other_no,
        COUNT(*) AS shared, SUM(tools.weight) AS weight
    FROM asked
    JOIN offered AS own ON own.company_no = asked.company_no
    JOIN tools ON tools.no = own.tool_no
    JOIN offered AS theirs ON theirs.tool_no = own.tool_no
    WHERE theirs.company_no <> asked.company_no
    GROUP BY asked.company, asked.company_no, asked.breadth, theirs.company_no
) AS pair
JOIN companies AS other ON other.no = pair.other_no
JOIN company_weights AS own_weights ON own_weights.company_no = pair.company_no
JOIN company_weights AS other_weights ON other_weights.company_no = pair.other_no;

-- How alike each two companies are that have a tool in common. The work grows with the square of the companies on a tool:
-- on a large landscape ask for companies that offer a minimum of tools, and so compare those alone.
--   SELECT * FROM overlap_pairs WHERE shared >= 3 AND first_tools >= 5 AND second_tools >= 5
--   ORDER BY jaccard DESC, shared DESC, first, second
CREATE TEMPORARY VIEW overlap_pairs AS
SELECT one.id AS first, other.id AS second, pair.first_tools, pair.second_tools, pair.shared,
    CAST(pair.shared AS DOUBLE) / (pair.first_tools + pair.second_tools - pair.shared) AS jaccard
FROM (
    SELECT mine.company_no AS first_no, theirs.company_no AS second_no,
        mine.breadth AS first_tools, theirs.breadth AS second_tools, COUNT(*) AS shared
    FROM (
        SELECT offered.company_no, offered.tool_no, companies.breadth
        FROM offered
        JOIN companies ON companies.no = offered.company_no
    ) AS mine
    JOIN (
        SELECT offered.company_no, offered.tool_no, companies.breadth
        FROM offered
        JOIN companies ON companies.no = offered.company_no
    ) AS theirs ON theirs.tool_no = mine.tool_no AND theirs.company_no > mine.company_no
    GROUP BY mine.company_no, theirs.company_no, mine.breadth, theirs.breadth
) AS pair
JOIN companies AS one ON one.no = pair.first_no
JOIN companies AS other ON other.no = pair.second_no;

-- Whether each tool is in scope: out where a binding principle fails, in where it is listed so or all of them pass.
CREATE TEMPORARY VIEW scope AS
SELECT tools.id AS tool, tools.no AS tool_no,
    CASE
        WHEN COALESCE(verdicts.fails, 0) > 0 THEN 'out'
        WHEN tools.in_scope THEN 'in'
        WHEN verdicts.judged = binding.principles THEN 'in'
        ELSE 'open'
    END AS verdict
FROM tools
CROSS JOIN (SELECT COUNT(*) AS principles FROM principles WHERE binding) AS binding
LEFT JOIN (
    SELECT assesses.tool,
        SUM(CASE WHEN assesses.verdict = 'fail' THEN 1 ELSE 0 END) AS fails,
        COUNT(DISTINCT CASE WHEN assesses.verdict <> 'unknown' THEN assesses.principle END) AS judged
    FROM assesses
    JOIN principles ON principles.id = assesses.principle
    WHERE principles.binding
    GROUP BY assesses.tool
) AS verdicts ON verdicts.tool = tools.id;

-- For each tool of which anything is known in the market, how many companies offer it, plan it, and are known not to
-- offer it; what follows from complete lists is not counted.
CREATE TEMPORARY VIEW tool_claims AS
SELECT tool_no,
    SUM(CASE WHEN offered THEN 1 ELSE 0 END) AS offered_by,
    SUM(CASE WHEN support = 'planned' THEN 1 ELSE 0 END) AS planned_by,
    SUM(CASE WHEN support = 'no' THEN 1 ELSE 0 END) AS known_not
FROM offers
WHERE concluded IS NULL OR concluded <> 'listing'
GROUP BY tool_no;

-- The tools that each asked company is not known to offer, and what is known of each among the others: contested where
-- any offers it, empty where three or more are known not to and none has plans, unresearched where nobody has looked.
--   SELECT * FROM gaps WHERE scope <> 'out' AND state = 'contested' ORDER BY offered_by DESC, tool
CREATE TEMPORARY VIEW gaps AS
SELECT others.company, others.tool,
    CASE
        WHEN others.offered_by > 0 THEN 'contested'
        WHEN others.planned_by + others.known_not = 0 THEN 'unresearched'
        WHEN others.planned_by = 0 AND others.known_not >= 3 THEN 'empty'
        ELSE 'unsettled'
    END AS state,
    scope.verdict AS scope, others.own, others.offered_by, others.planned_by, others.known_not,
    others.company_no, others.tool_no
FROM (
    SELECT asked.company, asked.company_no, tools.id AS tool, tools.no AS tool_no, own.support AS own,
        COALESCE(tool_claims.offered_by, 0) AS offered_by,
        COALESCE(tool_claims.planned_by, 0) - CASE WHEN own.support = 'planned' THEN 1 ELSE 0 END AS planned_by,
        COALESCE(tool_claims.known_not, 0)
            - CASE WHEN own.support = 'no' AND own.concluded IS NULL THEN 1 ELSE 0 END AS known_not
    FROM asked
    CROSS JOIN tools
    LEFT JOIN (
        SELECT offers.company_no, offers.tool_no, offers.support, offers.concluded
        FROM offers
        JOIN asked ON asked.company_no = offers.company_no
    ) AS own ON own.company_no = asked.company_no AND own.tool_no = tools.no
    LEFT JOIN tool_claims ON tool_claims.tool_no = tools.no
    WHERE tools.counted AND (own.support IS NULL OR own.support IN ('planned', 'no'))
) AS others
JOIN scope ON scope.tool_no = others.tool_no;

-- What each asked company offers, and how much the vote of another counts that offers it too: 1 / (u - 1 + 5) where u
-- companies do.
CREATE TEMPORARY VIEW held AS
SELECT asked.company_no, tools.id AS tool, tools.no AS tool_no, CAST(1 AS DOUBLE) / (tools.offered_by - 1 + 5) AS pull
FROM asked
JOIN offered ON offered.company_no = asked.company_no
JOIN tools ON tools.no = offered.tool_no;

-- The gaps of each asked company with their peer support, by Zhou et al. (2007), Physical Review E 76, 046115, with
-- kappa = 5 and gamma = 1: of the others that offer what the company offers, the share that offers this too. Each company
-- has one vote, split evenly over its tools; thin evidence is pulled towards general popularity; and stacks that the
-- company serves already count up to double.
--   SELECT * FROM peer_support WHERE scope <> 'out' AND state = 'contested' ORDER BY score DESC, offered_by DESC, tool
CREATE TEMPORARY VIEW peer_support AS
SELECT gaps.company, gaps.tool, gaps.state, gaps.scope, gaps.own, gaps.offered_by, gaps.planned_by, gaps.known_not,
    COALESCE(
        (1 + CAST(COALESCE(served.tools, 0) AS DOUBLE) / sums.tools)
            * (COALESCE(support.votes, 0) + 5 * popularity.votes / sizes.companies * sums.pulls),
        CAST(0 AS DOUBLE)
    ) AS score
FROM gaps
CROSS JOIN (SELECT COUNT(*) AS companies FROM companies) AS sizes
LEFT JOIN (
    SELECT company_no, COUNT(*) AS tools, SUM(pull) AS pulls
    FROM held
    GROUP BY company_no
) AS sums ON sums.company_no = gaps.company_no
LEFT JOIN (
    SELECT offered.tool_no, SUM(CAST(1 AS DOUBLE) / companies.breadth) AS votes
    FROM offered
    JOIN companies ON companies.no = offered.company_no
    GROUP BY offered.tool_no
) AS popularity ON popularity.tool_no = gaps.tool_no
LEFT JOIN (
    SELECT peers.company_no, offered.tool_no, SUM(peers.pull / companies.breadth) AS votes
    FROM (
        SELECT held.company_no, offered.company_no AS peer_no, SUM(held.pull) AS pull
        FROM held
        JOIN offered ON offered.tool_no = held.tool_no
        WHERE offered.company_no <> held.company_no
        GROUP BY held.company_no, offered.company_no
    ) AS peers
    JOIN companies ON companies.no = peers.peer_no
    JOIN offered ON offered.company_no = peers.peer_no
    GROUP BY peers.company_no, offered.tool_no
) AS support ON support.company_no = gaps.company_no AND support.tool_no = gaps.tool_no
LEFT JOIN (
    SELECT held.company_no, near.tool, COUNT(DISTINCT held.tool) AS tools
    FROM held
    JOIN in_stack AS own ON own.tool = held.tool
    JOIN in_stack AS near ON near.stack = own.stack
    GROUP BY held.company_no, near.tool
) AS served ON served.company_no = gaps.company_no AND served.tool = gaps.tool;
