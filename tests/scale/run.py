#!/usr/bin/env python3
"""Asks other engines what the program answers, over the tables that `landscape export parquet` writes and the views of
`landscape export sql`, and compares the answers.

    python3 tests/scale/run.py [--engines sqlite,duckdb,sail,spark] [--offers N | --landscape PATH] [--program PATH]
                               [--maker PATH] [--venv FOLDER]

Without --landscape, a synthetic one of N offers is made (100000 without --offers). Without --program and --maker, both are
built first. Engines are installed into a virtual environment from the package index; one that cannot be had is skipped, and
said so. They listen on this machine alone, and whatever is started is stopped again. Times include the reading of all rows
of an answer; those of the program include its start and the loading of the landscape. The exit code is 1 when an engine
answers something else than the program.
"""

import argparse
import contextlib
import csv
import importlib
import io
import json
import math
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import venv

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What each engine needs of the package index.
ENGINES = {
    "sqlite": ["pyarrow"],
    "duckdb": ["duckdb"],
    "sail": ["pysail", "pyspark[connect]==4.1.1"],
    "spark": ["pyspark==4.1.1"],
}
MEMORY = "3g"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--engines", default="sqlite,duckdb,sail", help="which engines to ask, with commas between them")
    parser.add_argument("--offers", type=int, default=100_000, help="how many offers to make up")
    parser.add_argument("--landscape", type=pathlib.Path, help="the landscape to ask about, in the place of a made-up one")
    parser.add_argument("--program", type=pathlib.Path, help="the program, built with the feature `parquet`")
    parser.add_argument("--maker", type=pathlib.Path, help="the program that makes up landscapes")
    parser.add_argument("--venv", type=pathlib.Path, help="the virtual environment, kept for the next time")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        sys.exit(inside(args.inside, pathlib.Path.cwd()))
    unknown = set(args.engines.split(",")) - ENGINES.keys()
    if unknown:
        parser.error(f"there is no engine {', '.join(sorted(unknown))}: there are {', '.join(ENGINES)}")
    # So that `finally` and `with` run on a plain kill too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(run(args, pathlib.Path(folder)))


def run(args, folder):
    program = args.program.resolve() if args.program else build("--bin", "landscape")
    path, least = args.landscape, 1
    if not path:
        maker = args.maker.resolve() if args.maker else build("--example", "make_landscape")
        path, least = folder / "made.jsonl", make(maker, args.offers, folder / "made.jsonl")
    path = path.resolve()
    expect(program, path, folder, least)
    python = (args.venv or folder / "venv") / "bin" / "python"
    failed = 0
    for engine in args.engines.split(","):
        why = install(python, ENGINES[engine]) or (engine == "spark" and not shutil.which("java") and "there is no Java")
        if why:
            print(f"{engine}: skipped, {why}", flush=True)
            continue
        command = [python.absolute(), pathlib.Path(__file__).resolve(), "--inside", engine]
        failed += subprocess.run(command, cwd=folder).returncode != 0
    print(f"{failed} engines failed" if failed else "all engines that ran answer what the program answers")
    return 1 if failed else 0


def build(*target):
    subprocess.run(["cargo", "build", "--quiet", "--release", "--features", "parquet", *target], cwd=ROOT, check=True)
    metadata = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--no-deps"], cwd=ROOT, check=True, capture_output=True
    )
    folder = pathlib.Path(json.loads(metadata.stdout)["target_directory"]) / "release"
    return folder / "examples" / target[1] if target[0] == "--example" else folder / target[1]


def make(maker, offers, path):
    """Makes a landscape, and returns how many tools a company has to offer so that a few hundred do."""
    companies, tools = max(offers // 10, 100), min(max(offers // 200, 1_000), 20_000)
    sizes = ["--offers", str(offers), "--companies", str(companies), "--tools", str(tools)]
    subprocess.run([maker, path, *sizes], check=True)
    print(f"made up: {offers} offers of {companies} companies, {tools} tools", flush=True)
    # Sizes fall off exponentially around ten.
    return max(1, round(10 * math.log(companies / 300)))


def install(python, packages):
    """Returns why packages cannot be had; nothing where they can."""
    try:
        if not python.exists():
            venv.create(python.parents[1], with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        return f"{' and '.join(packages)} cannot be installed: {error}"


@contextlib.contextmanager
def timed(what):
    start = time.monotonic()
    yield
    print(f"  {what}: {time.monotonic() - start:.2f} s", flush=True)


# What the program answers.


def expect(program, path, folder, least):
    """Writes the tables, the script, and to `expected.json` each question in SQL with the rows that answer it."""

    def ask(*arguments):
        done = subprocess.run([program, *arguments, "--graph", path], stdout=subprocess.PIPE)
        if done.returncode:
            sys.exit(f"`landscape {' '.join(arguments)}` failed with {done.returncode}")
        return done.stdout.decode()

    print(f"landscape, {path.name}", flush=True)
    with timed("export parquet"):
        ask("export", "parquet", "--dir", str(folder / "tables"))
    size = sum(file.stat().st_size for file in (folder / "tables").iterdir())
    print(f"  tables of {size / 1e6:.1f} MB", flush=True)
    (folder / "questions.sql").write_text(ask("export", "sql"))
    stack = json.loads(ask("export", "json"))["stacks"][0]["id"]
    questions = []

    def expected(name, sql, command, rows):
        with timed(name):
            answer = ask(*command)
        questions.append({"name": name, "sql": sql, "rows": rows(answer)})

    expected(
        "coverage of a stack",
        "SELECT company, offered, at_most, tools, yes, partial, planned, known_not, unknown"
        f" FROM coverage WHERE stack = '{stack}'",
        ["coverage", f"stack:{stack}", "--top", "all", "--format", "json"],
        # The company whose view is taken is listed even where nothing is known of it.
        lambda answer: [
            row for row in map(covered, json.loads(answer)["targets"][0]["companies"]) if row[-1] < row[3]
        ],
    )
    perspective = json.loads(ask("gaps", "--top", "1", "--format", "json"))["company"]["id"]
    expected(
        "overlap of one with all",
        "SELECT first, second, shared, jaccard, weighted_jaccard, containment_first, containment_second,"
        " overlap_coefficient FROM overlap",
        ["overlap", perspective, "--top", "all", "--format", "json"],
        lambda answer: [pair(one) for one in json.loads(answer)["others"]],
    )
    expected(
        "overlap of all pairs",
        "SELECT first, second, shared, jaccard FROM overlap_pairs"
        f" WHERE shared >= 2 AND first_tools >= {least} AND second_tools >= {least}",
        ["overlap", "--min-tools", str(least), "--top", "all", "--format", "json"],
        lambda answer: [row for row in (pair(one)[:4] for one in json.loads(answer)["pairs"]) if row[2] >= 2],
    )
    columns = ["state", "scope", "own", "offered_by", "planned_by", "known_not"]
    gaps = ["gaps", "--top", "all", "--names", "all", "--format", "csv"]
    expected(
        "gaps",
        f"SELECT tool, {', '.join(columns)} FROM gaps",
        gaps,
        lambda answer: [[row["tool"], *(plain(row[column]) for column in columns)] for row in table(answer)],
    )
    expected(
        "gaps by peer support",
        "SELECT tool, score FROM peer_support",
        gaps,
        lambda answer: [[row["tool"], float(row["score"])] for row in table(answer)],
    )
    (folder / "expected.json").write_text(json.dumps(questions))


def covered(company):
    offered = company["offered"]
    lists = [len(company[support]) for support in ("yes", "partial", "planned", "no")]
    return [company["company"]["id"], offered["low"], offered["high"], offered["of"], *lists, company["unknown"]]


def pair(one):
    alike = one["similarity"]
    figures = [alike["shared"], alike["jaccard"], alike["weighted_jaccard"], *alike["containment"]]
    return [*(company["id"] for company in one["companies"]), *figures, alike["overlap_coefficient"]]


def table(text):
    csv.field_size_limit(sys.maxsize)
    return csv.DictReader(io.StringIO(text))


def plain(text):
    # A support that nobody claims is a word in a table for people, and no value in a table of an engine.
    return int(text) if text.isdigit() else None if text == "unknown" else text


# What the engines answer: each is a function that yields one that asks.


def statements():
    """Returns the statements of the script, comments left out: they may hold semicolons."""
    lines = pathlib.Path("questions.sql").read_text().splitlines()
    script = "\n".join(line for line in lines if not line.startswith("--"))
    return [statement.strip() for statement in script.split(";") if statement.strip()]


def tables():
    return sorted(pathlib.Path("tables").resolve().glob("*.parquet"))


@contextlib.contextmanager
def sqlite():
    parquet = importlib.import_module("pyarrow.parquet")
    sqlite3 = importlib.import_module("sqlite3")
    # Days as the texts that they are.
    sqlite3.register_adapter(__import__("datetime").date, lambda day: day.isoformat())
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        for path in tables():
            file = parquet.ParquetFile(path)
            columns = file.schema_arrow.names
            connection.execute(f'CREATE TABLE "{path.stem}" ({", ".join(columns)})')
            for batch in file.iter_batches():
                rows = zip(*(column.to_pylist() for column in batch.columns))
                marks = ", ".join("?" * len(columns))
                connection.executemany(f'INSERT INTO "{path.stem}" VALUES ({marks})', rows)
        yield sqlite3.sqlite_version, lambda sql: connection.execute(sql).fetchall()


@contextlib.contextmanager
def duckdb():
    duckdb = importlib.import_module("duckdb")
    with duckdb.connect() as connection:
        for path in tables():
            connection.execute(f"CREATE VIEW \"{path.stem}\" AS SELECT * FROM read_parquet('{path}')")
        yield duckdb.__version__, lambda sql: connection.execute(sql).fetchall()


def over(session):
    """Makes the tables known to a session of Spark's."""
    for path in tables():
        session.read.parquet(str(path)).createOrReplaceTempView(path.stem)
    return lambda sql: [tuple(row) for row in session.sql(sql).collect()]


@contextlib.contextmanager
def sail():
    # It tells of every session and port otherwise.
    os.environ.setdefault("RUST_LOG", "error")
    pysail = importlib.import_module("pysail")
    server = importlib.import_module("pysail.spark").SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    try:
        _, port = server.listening_address
        sql = importlib.import_module("pyspark.sql")
        session = sql.SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
        try:
            yield pysail.__version__, over(session)
        finally:
            session.stop()
    finally:
        server.stop()


@contextlib.contextmanager
def spark():
    """A cluster of one master and one worker, each a process of its own."""
    pyspark = importlib.import_module("pyspark")
    home = pathlib.Path(pyspark.__file__).parent
    os.environ.update(SPARK_HOME=str(home), SPARK_LOCAL_IP="127.0.0.1", SPARK_NO_DAEMONIZE="1")
    port = free_port()
    master = f"spark://127.0.0.1:{port}"
    deploy = "org.apache.spark.deploy"
    with contextlib.ExitStack() as stack:
        stack.enter_context(
            process(home, f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        )
        wait_for(port)
        resources = ["--cores", str(os.cpu_count()), "--memory", MEMORY, "--work-dir", str(pathlib.Path("work").resolve())]
        stack.enter_context(
            process(home, f"{deploy}.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", *resources, master)
        )
        sql = importlib.import_module("pyspark.sql")
        builder = sql.SparkSession.builder.master(master).appName("landscape")
        settings = {
            "spark.driver.memory": MEMORY,
            "spark.executor.memory": "2g",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": 2 * (os.cpu_count() or 1),
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "ERROR",
        }
        for key, value in settings.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        try:
            yield session.version, over(session)
        finally:
            session.stop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.2)
    raise TimeoutError(f"nobody listens on port {port}")


@contextlib.contextmanager
def process(home, main, *arguments):
    """A part of the cluster, which is stopped at the end whatever happens."""
    log = open(f"{main}.log", "w")
    command = [home / "bin" / "spark-class", main, *arguments]
    started = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.wait(timeout=20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        log.close()


def inside(engine, folder):
    """Asks one engine all questions, in the folder that holds the tables and what is expected."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    questions = json.loads((folder / "expected.json").read_text())
    failed = 0
    start = time.monotonic()
    with globals()[engine]() as (version, ask):
        for statement in statements():
            ask(statement)
        print(f"{engine} {version}\n  start: {time.monotonic() - start:.2f} s", flush=True)
        for question in questions:
            start = time.monotonic()
            try:
                wrong = difference(ask(question["sql"]), question["rows"])
            except Exception as error:  # An engine may raise anything.
                wrong = f"{type(error).__name__}: {str(error)[:2000]}"
            took = time.monotonic() - start
            failed += wrong is not None
            outcome = f"FAILED: {wrong}" if wrong else f"{len(question['rows'])} rows, the same"
            print(f"  {question['name']}: {took:.2f} s, {outcome}", flush=True)
    return 1 if failed else 0


def difference(found, wanted):
    """Returns how rows differ, in whatever order they come: numbers by more than a billionth, all else at all."""
    if len(found) != len(wanted):
        return f"{len(found)} rows, and there are {len(wanted)}"

    def key(row):
        return [str(value) for value in row if not isinstance(value, float)]

    for row, other in zip(sorted(found, key=key), sorted(wanted, key=key)):
        for value, same in zip(row, other, strict=True):
            if isinstance(same, float) or isinstance(value, float):
                equal = math.isclose(value, same, rel_tol=1e-9, abs_tol=1e-12)
            else:
                equal = value == same
            if not equal:
                return f"found {list(row)}, and there is {other}"
    return None


if __name__ == "__main__":
    main()
