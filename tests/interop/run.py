#!/usr/bin/env python3
"""Reads what `landscape export` writes with other people's programs, and compares what they find with the landscape.

    python3 tests/interop/run.py [--program PATH] [--venv FOLDER]

Readers are installed into a virtual environment from the package index; one that cannot be had is skipped, and said so.
Without --program, the program is built first. The exit code is 1 when a reader finds something else than there is.
"""

import argparse
import collections
import csv
import importlib
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import venv

ROOT = pathlib.Path(__file__).resolve().parents[2]
READERS = ["networkx", "rdflib", "ladybug", "pyarrow"]
BASE = "https://example.org/landscape/"
VOCABULARY = BASE + "vocabulary#"
KINDS = {
    "stacks": "stack", "tools": "tool", "features": "feature", "companies": "company", "roles": "role",
    "segments": "segment", "principles": "principle", "signals": "signal", "questions": "question", "sources": "source",
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=pathlib.Path, help="the program to test")
    parser.add_argument("--venv", type=pathlib.Path, help="the virtual environment, kept for the next time")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        sys.exit(check(args.program))
    program = args.program.resolve() if args.program else build()
    with tempfile.TemporaryDirectory() as folder:
        python = environment(args.venv or pathlib.Path(folder))
        sys.exit(subprocess.run([python, __file__, "--inside", "--program", program]).returncode)


def build():
    subprocess.run(["cargo", "build", "--quiet"], cwd=ROOT, check=True)
    metadata = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--no-deps"], cwd=ROOT, check=True, capture_output=True
    )
    return pathlib.Path(json.loads(metadata.stdout)["target_directory"]) / "debug" / "landscape"


def environment(folder):
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    for reader in READERS:
        done = subprocess.run([python, "-m", "pip", "install", "--quiet", reader], capture_output=True, text=True)
        if done.returncode:
            print(f"{reader} cannot be installed: {done.stderr.strip().splitlines()[-1:]}")
    return python


class Landscape:
    """A landscape, asked through the program's own reports."""

    def __init__(self, program, path):
        self.program, self.path = program, path
        overview = json.loads(self.run("overview", "--format", "json"))
        self.kinds = {kind["kind"]: kind["count"] for kind in overview["kinds"]}
        self.nodes = sum(self.kinds.values())
        # Pairs of company and tool with a claim, by support; two claims about one pair count once.
        self.offers = {support: overview["offers"][support] for support in ("yes", "partial", "planned", "no")}
        self.relations = overview["relations"] - sum(self.offers.values())
        whole = json.loads(self.export("json"))
        self.names = {
            (KINDS[key], record["id"]): record["name"] for key in KINDS for record in whole.get(key, [])
        }

    def run(self, *arguments):
        command = [self.program, *arguments, "--graph", str(self.path)]
        return subprocess.run(command, check=True, capture_output=True).stdout.decode()

    def export(self, *arguments):
        return self.run("export", *arguments)


def reader(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def in_xml(text):
    """Returns a text with what XML 1.0 cannot hold replaced."""
    return "".join(c if c >= " " or c in "\t\n\r" else "\ufffd" for c in text)


def by_support(offers):
    """Counts the pairs of company and tool by support, a pair with two claims once."""
    found = collections.Counter(support for _, _, support in set(offers))
    return {support: found[support] for support in ("yes", "partial", "planned", "no")}


def with_csv(landscape):
    rows = list(csv.DictReader(io.StringIO(landscape.export("csv"))))
    stated = [row for row in rows if not row["concluded"]]
    compare(by_support((row["company"], row["tool"], row["support"]) for row in stated), landscape.offers)
    matrix = list(csv.DictReader(io.StringIO(landscape.export("matrix"))))
    compare(len(matrix), landscape.kinds["company"])
    compare(len(matrix[0]) - 2, landscape.kinds["tool"])
    return f"{len(stated)} rows and {len(rows) - len(stated)} concluded, {len(matrix)} companies"


def with_networkx(landscape, format, read):
    networkx = reader("networkx")
    weights_are_those_of_what_is_so(landscape, read(networkx, io.BytesIO(landscape.export(format).encode())))
    graph = read(networkx, io.BytesIO(landscape.export(format, "--all-claims").encode()))
    assert graph.is_directed()
    kinds = collections.Counter(data["kind"] for _, data in graph.nodes(data=True))
    compare({kind: kinds[kind] for kind in landscape.kinds}, landscape.kinds)
    names = {tuple(node.split(":")): data["label"] for node, data in graph.nodes(data=True)}
    compare(names, {node: in_xml(name) for node, name in landscape.names.items()})
    edges = [(one, other, data) for one, other, data in graph.edges(data=True)]
    claimed = [edge for edge in edges if edge[2].get("derived") is not True]
    compare(sum(data["relation"] != "offers" for _, _, data in claimed), landscape.relations)
    offers = [(one, other, data["support"]) for one, other, data in claimed if data["relation"] == "offers"]
    compare(by_support(offers), landscape.offers)
    return f"{graph.number_of_nodes()} nodes, {len(edges)} edges, {len(edges) - len(claimed)} of them derived"


def weights_are_those_of_what_is_so(landscape, graph):
    """Compares the degrees of tools with what the program's matrix says: one edge each, 1 in full and 0.5 in part."""
    rows = list(csv.DictReader(io.StringIO(landscape.export("matrix"))))
    weight = {"yes": 1.0, "partial": 0.5}
    # What is concluded says from what: `partial (part)`.
    cells = [
        (row["company"], tool, cell.split(" ")[0])
        for row in rows for tool, cell in row.items() if tool not in ("company", "company_name")
    ]
    wanted = {
        (f"company:{company}", f"tool:{tool}"): weight[support] for company, tool, support in cells if support in weight
    }
    edges = list(graph.edges(data=True))
    found = {(one, other): data["weight"] for one, other, data in edges if data["relation"] == "offers"}
    compare(found, wanted)
    compare(sum(data["relation"] == "offers" for _, _, data in edges), len(wanted))
    compare([data for _, _, data in edges if not data["weight"] > 0], [])


def with_rdflib(landscape):
    rdflib = reader("rdflib")
    compared = __import__("rdflib.compare").compare
    graphs = [
        rdflib.Graph().parse(data=landscape.export(name), format=format)
        for name, format in [("turtle", "turtle"), ("jsonld", "json-ld")]
    ]
    if not compared.isomorphic(*graphs):
        raise AssertionError("Turtle and JSON-LD say different triples")
    graph = graphs[0]
    own = rdflib.Namespace(VOCABULARY)
    for kind, count in landscape.kinds.items():
        compare(len(set(graph.subjects(rdflib.RDF.type, own[kind.capitalize()]))), count)
    derived = rdflib.Literal(True)
    claims = [
        claim
        for claim in graph.subjects(rdflib.RDF.type, own.Claim)
        # What a record claims about itself alone leads to no other.
        if (claim, own.derived, derived) not in graph and (claim, rdflib.RDF.object, rdflib.Literal(True)) not in graph
    ]
    offered = [claim for claim in claims if (claim, rdflib.RDF.predicate, own.offers) in graph]
    compare(len(claims) - len(offered), landscape.relations)
    names = {
        tuple(node.removeprefix(BASE).split("/")): str(name)
        for node, name in graph.subject_objects(rdflib.URIRef("https://schema.org/name"))
        if node != rdflib.URIRef(BASE + "landscape")
    }
    compare(names, landscape.names)
    offers = [
        (graph.value(claim, rdflib.RDF.subject), graph.value(claim, rdflib.RDF.object), str(graph.value(claim, own.support)))
        for claim in offered
    ]
    compare(by_support(offers), landscape.offers)
    # The triple itself stands where support is yes or partial, derived or not.
    asked = graph.query(
        """PREFIX ls: <%s> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT DISTINCT ?company ?tool WHERE { ?claim rdf:subject ?company ; rdf:predicate ls:offers ;
          rdf:object ?tool ; ls:support ?support . FILTER (?support IN ("yes", "partial")) }""" % VOCABULARY
    )
    compare({tuple(row) for row in asked}, set(graph.subject_objects(own.offers)))
    return f"{len(graph)} triples, the same in both"


def with_ladybug(landscape):
    ladybug = reader("ladybug")
    connection = ladybug.Connection(ladybug.Database(":memory:"))
    script = landscape.export("cypher", "--dialect", "ladybug", "--all-claims")
    # The second run must change nothing.
    for _ in range(2):
        connection.execute(script)
    ask = lambda query: list(connection.execute(query))
    kinds = {label.lower(): count for label, count in ask("MATCH (n) RETURN label(n), count(*)")}
    compare({kind: kinds.get(kind, 0) for kind in landscape.kinds}, landscape.kinds)
    claimed = "MATCH (a)-[r]->(b) WHERE label(r) <> 'OFFERS' RETURN count(*)"
    offered = "MATCH (a:Company)-[r:OFFERS]->(b:Tool) WHERE NOT r.derived RETURN a.id, b.id, r.support"
    offers = ask(offered)
    compare(ask(claimed)[0][0], landscape.relations)
    names = {(label.lower(), id): name for label, id, name in ask("MATCH (n) RETURN label(n), n.id, n.name")}
    names.pop(("landscape", "landscape"))
    compare(names, landscape.names)
    compare(by_support(tuple(offer) for offer in offers), landscape.offers)
    return f"{sum(kinds.values())} nodes, {len(offers)} offers, the same after a second run"


def with_parquet(landscape):
    parquet = __import__("pyarrow.parquet").parquet
    with tempfile.TemporaryDirectory() as folder:
        try:
            landscape.export("parquet", "--dir", folder)
        except subprocess.CalledProcessError as error:
            if b"without the feature" in error.stderr:
                return "skipped: this program was built without the feature `parquet`"
            raise
        read = {path.stem: parquet.read_table(path) for path in pathlib.Path(folder).iterdir()}
    tables = {name: table.to_pylist() for name, table in read.items()}
    # Those with a row for each claim, but for offers and for what claims rest on.
    others = ["offer_claims", "evidence"]
    relations = [name for name, table in read.items() if "claim" in table.column_names and name not in others]
    names = {(kind, row["id"]): row["name"] for key, kind in KINDS.items() for row in tables[key]}
    compare(names, landscape.names)
    compare(sum(len(tables[relation]) for relation in relations), landscape.relations)
    offers = tables["offer_claims"]
    compare(by_support((row["company"], row["tool"], row["support"]) for row in offers), landscape.offers)
    return f"{len(tables)} tables, {sum(map(len, tables.values()))} rows"


def with_json(landscape):
    whole = landscape.export("json")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "all.json"
        path.write_text(whole)
        compare(Landscape(landscape.program, path).export("json"), whole)
    compare(len(landscape.names), landscape.nodes)
    return f"{len(whole)} bytes, the same after a second export"


# The name of the check, the module that it needs, and the check.
CHECKS = [
    ("csv and matrix, by csv", "csv", with_csv),
    ("json, by json and the program itself", "json", with_json),
    ("graphml, by networkx", "networkx", lambda l: with_networkx(l, "graphml", lambda nx, file: nx.read_graphml(file))),
    ("gexf, by networkx", "networkx", lambda l: with_networkx(l, "gexf", lambda nx, file: nx.read_gexf(file, version="1.3"))),
    ("turtle and jsonld, by rdflib", "rdflib", with_rdflib),
    ("cypher, by ladybug", "ladybug", with_ladybug),
    ("parquet, by pyarrow", "pyarrow", with_parquet),
]


def compare(found, wanted):
    if found != wanted:
        raise AssertionError(f"found {found}, and there is {wanted}")


def check(program):
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        sample = pathlib.Path(folder) / "sample"
        subprocess.run([program, "init", sample], check=True, capture_output=True)
        for path in [ROOT / "graph", sample, ROOT / "tests/data/named/bakery.json", ROOT / "tests/data/valid"]:
            landscape = Landscape(program, path)
            print(f"{path.name}: {landscape.nodes} nodes, {landscape.relations} other relations, offers {landscape.offers}")
            for name, module, run in CHECKS:
                found = reader(module)
                if found is None:
                    print(f"  {name}: skipped, {module} is not installed")
                    continue
                version = getattr(found, "__version__", "")
                try:
                    print(f"  {name} {version}: {run(landscape)}")
                except Exception as error:  # A reader may raise anything.
                    failed += 1
                    print(f"  {name} {version}: FAILED: {type(error).__name__}: {error}")
    print(f"{failed} failed" if failed else "all that was read is what there is")
    return 1 if failed else 0


if __name__ == "__main__":
    main()
