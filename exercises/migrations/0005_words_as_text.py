from django.db import migrations, models

# The cost keeps the planner from making a tsvector of row after row instead of asking the index.
TO_TEXT = [
    "DROP INDEX exercises_search_words",
    """
    CREATE FUNCTION exercises_search_tokens(words text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
    AS $$ SELECT array_to_tsvector(string_to_array(words, ' ')) $$
    """,
    """
    ALTER TABLE exercises_searchentry
    ALTER COLUMN words TYPE text USING array_to_string(tsvector_to_array(words), ' ')
    """,
    """
    CREATE INDEX exercises_search_words ON exercises_searchentry
    USING gin (exercises_search_tokens(words)) WITH (fastupdate = off)
    """,
]
TO_TSVECTOR = [
    "DROP INDEX exercises_search_words",
    """
    ALTER TABLE exercises_searchentry
    ALTER COLUMN words TYPE tsvector USING array_to_tsvector(string_to_array(words, ' '))
    """,
    """
    CREATE INDEX exercises_search_words ON exercises_searchentry
    USING gin (words) WITH (fastupdate = off)
    """,
    "DROP FUNCTION exercises_search_tokens(text)",
]


def words_as_text(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in TO_TEXT:
            schema_editor.execute(statement)


def words_as_tsvector(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in TO_TSVECTOR:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Only PostgreSQL changes; the column is text on SQLite from the start."""

    dependencies = [
        ('exercises', '0004_listing'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunPython(words_as_text, words_as_tsvector, elidable=False),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='searchentry',
                    name='words',
                    field=models.TextField(),
                ),
            ],
        ),
    ]
