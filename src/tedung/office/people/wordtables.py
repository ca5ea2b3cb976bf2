"""The tables that a search reads, and the triggers that keep them with the names.

people_nameword   word, person_id: whose name has the word
people_word       each word that any name has, or had
people_wordkey    key, word: each word of the above, whole and with one letter left out

The last two are of the language, not of persons, and only grow.  No constraint makes a word unique
there: two imports at once would wait for each other over every new name.
"""

import json
from typing import Any

from tedung.office.people.words import SHORTEST, in_sql, words

LONGEST = 24
"""Letters of a word up to which a slip is looked for."""
LEARN_NEW = """
    INSERT INTO people_word (word) SELECT DISTINCT n.value FROM {source}
    WHERE length(n.value) >= {shortest} AND NOT EXISTS (SELECT 1 FROM people_word w WHERE w.word = n.value)
"""


def make(editor: Any) -> None:
    """Make the tables and learn every name that is there."""
    is_postgresql = editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        editor.execute(statement, None)
    fill(editor.connection)


def fill(connection: Any) -> None:
    """Learn every name anew: after a rule of words.py changed, or triggers were silent."""
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table in ("people_nameword", "people_word", "people_wordkey"):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute(_named("people_person p", is_postgresql, "p") + " ORDER BY 1, 2", None)
        spoken = "(SELECT word AS value FROM people_nameword) AS n"
        cursor.execute(LEARN_NEW.format(source=spoken, shortest=SHORTEST), None)


def teach(connection: Any, **_: object) -> None:
    """Give a new connection to SQLite the function that its triggers ask; PostgreSQL keeps its own."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "tedung_words", 1, lambda names: json.dumps(words(names or "")), deterministic=True
        )


def _spoken(row: str, is_postgresql: bool) -> str:
    """Return the table of the words of a row's names, as `n`."""
    words_of = f"tedung_words({row}.nama_ktp || ' ' || {row}.nama_sebutan)"
    if is_postgresql:
        return f"{words_of} AS n(value)"
    return f"json_each({words_of}) AS n"


def _named(source: str, is_postgresql: bool, row: str) -> str:
    """Return the statement that writes the words of the names in a table, or of one row."""
    tables = ", ".join(filter(None, [source, _spoken(row, is_postgresql)]))
    return (
        f"INSERT INTO people_nameword (word, person_id) SELECT DISTINCT n.value, {row}.id FROM {tables} "
        f"WHERE length(n.value) >= {SHORTEST}"
    )


_PLACES = ",".join(str(place) for place in range(LONGEST + 1))


def _keys(places: str) -> str:
    """Return the statement that writes the keys of a new word: whole at place 0, then without each letter."""
    return f"""
        INSERT INTO people_wordkey (key, word) SELECT DISTINCT
            CASE p.value WHEN 0 THEN NEW.word
            ELSE substr(NEW.word, 1, p.value - 1) || substr(NEW.word, p.value + 1) END, NEW.word
        FROM {places} WHERE length(NEW.word) <= {LONGEST} AND p.value <= length(NEW.word);
    """


def _learn(source: str, row: str, *, is_postgresql: bool) -> str:
    tables = ", ".join(filter(None, [source, _spoken(row, is_postgresql)]))
    new = LEARN_NEW.format(source=tables, shortest=SHORTEST)
    return f"{_named(source, is_postgresql, row)}; {new};"


def _forget(*, is_postgresql: bool) -> str:
    return f"""
        DELETE FROM people_nameword WHERE person_id = OLD.id
        AND word IN (SELECT n.value FROM {_spoken("OLD", is_postgresql)});
    """


_RENAMED = "UPDATE OF nama_ktp, nama_sebutan ON people_person"
_DIFFER = "OLD.nama_ktp {differs} NEW.nama_ktp OR OLD.nama_sebutan {differs} NEW.nama_sebutan"
_INDEXES = (
    "CREATE INDEX people_word_word ON people_word (word)",
    "CREATE INDEX people_wordkey_key ON people_wordkey (key, word)",
)
SQLITE = (
    "DROP TRIGGER people_search_insert",
    "DROP TRIGGER people_search_update",
    "DROP TRIGGER people_search_delete",
    "DROP TABLE people_search",
    """CREATE TABLE people_nameword (
        word text NOT NULL, person_id bigint NOT NULL, PRIMARY KEY (word, person_id)
    ) WITHOUT ROWID""",
    "CREATE TABLE people_word (id integer PRIMARY KEY AUTOINCREMENT, word text NOT NULL)",
    """CREATE TABLE people_wordkey (
        id integer PRIMARY KEY AUTOINCREMENT, key text NOT NULL, word text NOT NULL
    )""",
    *_INDEXES,
    f"""CREATE TRIGGER people_word_keys AFTER INSERT ON people_word
    BEGIN {_keys(f"json_each('[{_PLACES}]') AS p")} END""",
    f"""CREATE TRIGGER people_words_insert AFTER INSERT ON people_person
    BEGIN {_learn("", "NEW", is_postgresql=False)} END""",
    f"""CREATE TRIGGER people_words_update AFTER {_RENAMED} WHEN {_DIFFER.format(differs="IS NOT")}
    BEGIN {_forget(is_postgresql=False)} {_learn("", "NEW", is_postgresql=False)} END""",
    f"""CREATE TRIGGER people_words_delete AFTER DELETE ON people_person
    BEGIN {_forget(is_postgresql=False)} END""",
)


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"


POSTGRESQL = (
    "DROP INDEX people_search",
    """CREATE TABLE people_nameword (
        word text COLLATE "C" NOT NULL, person_id bigint NOT NULL, PRIMARY KEY (word, person_id)
    )""",
    """CREATE TABLE people_word (
        id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, word text COLLATE "C" NOT NULL
    )""",
    """CREATE TABLE people_wordkey (
        id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
        key text COLLATE "C" NOT NULL, word text COLLATE "C" NOT NULL
    )""",
    *_INDEXES,
    f"""CREATE FUNCTION tedung_words(names text) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS
    $$ SELECT string_to_table({in_sql("$1")}, ' ') $$""",
    _function("people_word_keys", _keys(f"generate_series(0, {LONGEST}) AS p(value)")),
    _function("people_words_learn", _learn("new_rows p", "p", is_postgresql=True)),
    _function("people_words_again", _forget(is_postgresql=True) + _learn("", "NEW", is_postgresql=True)),
    _function("people_words_forget", _forget(is_postgresql=True)),
    """CREATE TRIGGER people_word_keys AFTER INSERT ON people_word
    FOR EACH ROW EXECUTE FUNCTION people_word_keys()""",
    """CREATE TRIGGER people_words_insert AFTER INSERT ON people_person REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION people_words_learn()""",
    f"""CREATE TRIGGER people_words_update AFTER {_RENAMED} FOR EACH ROW
    WHEN ({_DIFFER.format(differs="IS DISTINCT FROM")}) EXECUTE FUNCTION people_words_again()""",
    """CREATE TRIGGER people_words_delete AFTER DELETE ON people_person
    FOR EACH ROW EXECUTE FUNCTION people_words_forget()""",
)
