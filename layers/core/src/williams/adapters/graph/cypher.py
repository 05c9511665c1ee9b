"""Every Cypher statement, written for Neo4j 5 and for openCypher servers alike.

Kept to what both read: no label is set after creation, no procedure, no full-text index. A relation is merged from the
node with few relations (``MERGE (paragraph)<-[…]-(document)``): a server may scan all relations of the first one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from williams.domain.places import WORDS
from williams.domain.provenance import SCENE

_KEYS: Final = {
    "Document": ("doc_id",),
    "Paragraph": ("para_id",),
    "Work": ("work", "owner"),
    "Artifact": ("artifact_id",),
    "Script": ("script_id",),
    "Part": ("artifact_id", "part_id"),
    "GenerationFailure": ("failure_id",),
    "License": ("type",),
    "AIModel": ("provider", "name", "version"),
    "Voice": ("provider", "name"),
    "User": ("user_id",),
}


def constraints() -> list[str]:
    """Return one statement for each label's key. Repeating them changes nothing."""
    return [
        f"CREATE CONSTRAINT {label.lower()}_key IF NOT EXISTS FOR (n:{label}) "
        f"REQUIRE ({', '.join(f'n.{key}' for key in keys)}) IS UNIQUE"
        for label, keys in _KEYS.items()
    ]


PING: Final = "RETURN 1 AS ok"

# Another owner's node under the same key.
STANDING_DOCUMENT: Final = "MATCH (d:Document {doc_id: $doc_id}) RETURN d.owner AS owner, d.deleted AS deleted"

# --- documents -----------------------------------------------------------------------------------------------------

_PARAGRAPHS: Final = """
UNWIND $rows AS row
MERGE (p:Paragraph {para_id: row.para_id, owner: $owner})
SET p += row
MERGE (p)<-[:HAS_PARAGRAPH]-(d)
"""


def merge_document(licensed: bool) -> str:
    """Return the statement for a document with its paragraphs, and with its license if it has one."""
    license_ = "MERGE (l:License {type: $license})\nMERGE (d)-[:HAS_LICENSE]->(l)\n" if licensed else ""
    return f"""
MERGE (d:Document {{doc_id: $doc_id, owner: $owner}}) SET d += $properties
{license_}WITH d{_PARAGRAPHS}"""


MERGE_PARAGRAPHS: Final = f"MATCH (d:Document {{doc_id: $doc_id, owner: $owner}}){_PARAGRAPHS}"

FORGET_LICENSE: Final = """
MATCH (:Document {doc_id: $doc_id, owner: $owner})-[r:HAS_LICENSE]->(l:License) WHERE l.type <> $license
DELETE r
"""

DELETED_DOCUMENT: Final = """
MATCH (d:Document {doc_id: $doc_id, owner: $owner}) WHERE d.deleted IS NOT NULL RETURN d.doc_id AS id
"""

MARK_DELETED: Final = "MATCH (d:Document {doc_id: $doc_id, owner: $owner}) SET d.deleted = true"

ERASE_UNCITED: Final = """
MATCH (:Document {doc_id: $doc_id, owner: $owner})-[:HAS_PARAGRAPH]->(p:Paragraph)
OPTIONAL MATCH (p)<-[u:USED_PARAGRAPH]-(:Part)
WITH p, count(u) AS uses
WHERE uses = 0
DETACH DELETE p
"""

# What is left is what a citation needs.
ERASE_CITED: Final = f"""
MATCH (:Document {{doc_id: $doc_id, owner: $owner}})-[:HAS_PARAGRAPH]->(p:Paragraph)
REMOVE p.kind, p.start, p.end, {", ".join(f"p.{name}" for name in WORDS)}
"""

ERASE_DOCUMENT: Final = """
MATCH (d:Document {doc_id: $doc_id, owner: $owner})
SET d.deleted = true
REMOVE d.url, d.sha256
"""

ERASE_FAILURES: Final = """
MATCH (:Document {doc_id: $doc_id, owner: $owner})<-[:ATTEMPTED_FROM]-(f:GenerationFailure {owner: $owner})
DETACH DELETE f
"""

# --- failures ------------------------------------------------------------------------------------------------------

STANDING_FAILURE: Final = """
MATCH (f:GenerationFailure {failure_id: $failure_id, owner: $owner}) RETURN f.failed_at AS failed_at
"""

ERASED_SOURCES: Final = """
UNWIND $source_ids AS id
MATCH (d:Document {doc_id: id, owner: $owner})
WHERE d.deleted IS NOT NULL AND d.sha256 IS NULL
RETURN d.doc_id AS id
"""

MERGE_FAILURE: Final = """
MERGE (f:GenerationFailure {failure_id: $failure_id, owner: $owner}) SET f += $properties
MERGE (u:User {user_id: $owner, owner: $owner})
CREATE (f)-[:CREATED_BY]->(u)
FOREACH (row IN $models |
    MERGE (m:AIModel {provider: row.provider, name: row.name, version: row.version})
    CREATE (f)-[:ATTEMPTED_WITH {ordinal: row.ordinal, prompt: row.prompt}]->(m)
)
FOREACH (row IN $voices |
    MERGE (v:Voice {provider: row.provider, name: row.name})
    CREATE (f)-[:ATTEMPTED_WITH {ordinal: row.ordinal}]->(v)
)
WITH f
UNWIND $sources AS row
MATCH (d:Document {doc_id: row.doc_id, owner: $owner})
CREATE (f)-[:ATTEMPTED_FROM {ordinal: row.ordinal}]->(d)
"""

FAILURE_MODELS: Final = """
MATCH (f:GenerationFailure {owner: $owner})-[r:ATTEMPTED_WITH]->(m:AIModel)
WHERE f.failure_id IN $failure_ids
RETURN f.failure_id AS failure_id, m.provider AS provider, m.name AS name, m.version AS version, r.prompt AS prompt,
       r.ordinal AS ordinal
ORDER BY ordinal
"""

FAILURE_VOICES: Final = """
MATCH (f:GenerationFailure {owner: $owner})-[r:ATTEMPTED_WITH]->(v:Voice)
WHERE f.failure_id IN $failure_ids
RETURN f.failure_id AS failure_id, v.provider AS provider, v.name AS name, r.ordinal AS ordinal
ORDER BY ordinal
"""

FAILURE_CONDITIONS: Final = {
    "plugin_id": "f.plugin_id = $plugin_id",
    "stage": "f.stage = $stage",
    "code": "f.code = $code",
    "since": "f.failed_at >= $since",
    "after": "(f.failed_at < $after_at OR (f.failed_at = $after_at AND f.failure_id < $after))",
}


def failures(conditions: Iterable[str]) -> str:
    """Return the question for a page of failures, newest first, that meet these conditions."""
    where = " AND ".join(["f.owner = $owner", *(FAILURE_CONDITIONS[name] for name in conditions)])
    return f"""
MATCH (f:GenerationFailure) WHERE {where}
RETURN properties(f) AS failure, f.failed_at AS failed_at, f.failure_id AS failure_id
ORDER BY failed_at DESC, failure_id DESC LIMIT $limit
"""


# --- citations -----------------------------------------------------------------------------------------------------

# A work stands for what is cited, whether or not the library has it; a document is one or more works. What is cited as
# a work is cited as a document too, as soon as there is one.

FORGET_CITATIONS: Final = """
MATCH (:Document {doc_id: $doc_id, owner: $owner})-[r:CITES|IDENTIFIED_BY]->()
DELETE r
"""

RESOLVED: Final = "MATCH (d:Document {doc_id: $doc_id, owner: $owner}) SET d.references_resolved = $resolved"

# Writing to a work keeps others from doing so until the end: of two documents, one sees what the other one cites.
LOCK_WORKS: Final = """
UNWIND $works AS work
MERGE (w:Work {work: work, owner: $owner})
SET w.owner = $owner
"""

IDENTIFY: Final = """
MATCH (d:Document {doc_id: $doc_id, owner: $owner})
UNWIND $works AS work
MATCH (w:Work {work: work, owner: $owner})
CREATE (d)-[:IDENTIFIED_BY]->(w)
"""

CITE_WORKS: Final = """
MATCH (d:Document {doc_id: $doc_id, owner: $owner})
UNWIND $rows AS row
MATCH (w:Work {work: row.work, owner: $owner})
CREATE (d)-[:CITES {ordinal: row.ordinal, title: row.title, year: row.year}]->(w)
"""

CITE_DOCUMENTS: Final = """
MATCH (d:Document {doc_id: $doc_id, owner: $owner})-[:CITES]->(:Work)<-[:IDENTIFIED_BY]-(x:Document {owner: $owner})
WHERE x.doc_id <> $doc_id AND x.deleted IS NULL
MERGE (d)-[:CITES]->(x)
"""

CITED_BEFORE: Final = """
MATCH (d:Document {doc_id: $doc_id, owner: $owner})-[:IDENTIFIED_BY]->(:Work)<-[:CITES]-(x:Document {owner: $owner})
WHERE x.doc_id <> $doc_id
MERGE (x)-[:CITES]->(d)
"""

# What nothing else cites or is.
FORGET_CITED_WORKS: Final = """
MATCH (:Document {doc_id: $doc_id, owner: $owner})-[:CITES]->(w:Work)
MATCH (w)<-[r:CITES|IDENTIFIED_BY]-(x:Document)
WITH w, sum(CASE WHEN x.doc_id = $doc_id THEN 0 ELSE 1 END) AS others
WHERE others = 0
DETACH DELETE w
"""

FORGET_CITED: Final = "MATCH (:Document {doc_id: $doc_id, owner: $owner})-[r:CITES]->() DELETE r"

CITED_WORKS: Final = """
MATCH (d:Document {doc_id: $doc_id, owner: $owner})-[c:CITES]->(w:Work)
OPTIONAL MATCH (w)<-[:IDENTIFIED_BY]-(x:Document)
RETURN c.ordinal AS ordinal, c.title AS title, c.year AS year, w.work AS work, x.doc_id AS doc_id,
       x.deleted IS NOT NULL AS deleted
ORDER BY ordinal, work, doc_id
"""

CITING_DOCUMENTS: Final = """
MATCH (:Document {doc_id: $doc_id, owner: $owner})<-[:CITES]-(x:Document {owner: $owner})
WHERE x.deleted IS NULL
RETURN x.doc_id AS doc_id
ORDER BY doc_id
"""

REFERENCES_RESOLVED: Final = """
MATCH (d:Document {doc_id: $doc_id, owner: $owner})
WHERE d.deleted IS NULL
RETURN d.references_resolved IS NOT NULL AS resolved
"""

# --- artifacts -----------------------------------------------------------------------------------------------------

KNOWN_DOCUMENTS: Final = """
UNWIND $ids AS id
MATCH (d:Document {doc_id: id, owner: $owner})
WHERE d.deleted IS NULL
RETURN d.doc_id AS id
"""

# What stands of an artifact and of what it cites: one row for each, of the ``kind`` that it is.
STANDING_ARTIFACT: Final = """
MATCH (a:Artifact {artifact_id: $artifact_id})
RETURN 'artifact' AS kind, a.artifact_id AS id, a.owner AS of
UNION ALL
UNWIND $ids AS id
MATCH (d:Document {doc_id: id, owner: $owner})
WHERE d.deleted IS NULL
RETURN 'document' AS kind, d.doc_id AS id, d.owner AS of
UNION ALL
UNWIND $rows AS row
MATCH (p:Paragraph {para_id: row.para_id, owner: $owner})<-[:HAS_PARAGRAPH]-(d:Document {doc_id: row.doc_id})
RETURN 'paragraph' AS kind, p.para_id AS id, d.doc_id AS of
"""

KNOWN_ARTIFACT: Final = "MATCH (a:Artifact {artifact_id: $artifact_id, owner: $owner}) RETURN a.artifact_id AS id"

FORGET_PARTS: Final = """
MATCH (:Artifact {artifact_id: $artifact_id, owner: $owner})-[:HAS_SCRIPT]->(:Script)-[:HAS_PART]->(p:Part)
DETACH DELETE p
"""

FORGET_SCRIPT: Final = """
MATCH (:Artifact {artifact_id: $artifact_id, owner: $owner})-[:HAS_SCRIPT]->(s:Script)
DETACH DELETE s
"""

FORGET_RELATIONS: Final = "MATCH (:Artifact {artifact_id: $artifact_id, owner: $owner})-[r]->() DELETE r"
FORGET_ARTIFACT: Final = (FORGET_PARTS, FORGET_SCRIPT, FORGET_RELATIONS)


def merge_artifact(label: str) -> str:
    """Return the statement for an artifact of that label (``Podcast``, ``Video`` …) and what it comes from."""
    return f"""
MERGE (a:{label}:Artifact {{artifact_id: $artifact_id, owner: $owner}}) SET a += $properties
MERGE (u:User {{user_id: $owner, owner: $owner}})
CREATE (a)-[:CREATED_BY]->(u)
CREATE (a)-[:HAS_SCRIPT]->(:Script {{script_id: $script_id, owner: $owner}})
FOREACH (row IN $models |
    MERGE (m:AIModel {{provider: row.provider, name: row.name, version: row.version}})
    CREATE (a)-[:GENERATED_BY {{ordinal: row.ordinal, prompt: row.prompt}}]->(m)
)
FOREACH (row IN $voices |
    MERGE (v:Voice {{provider: row.provider, name: row.name}})
    CREATE (a)-[:NARRATED_BY {{ordinal: row.ordinal}}]->(v)
)
WITH a
UNWIND $sources AS row
MATCH (d:Document {{doc_id: row.doc_id, owner: $owner}})
CREATE (a)-[:GENERATED_FROM {{ordinal: row.ordinal}}]->(d)
"""


LINK_VERSION: Final = """
MATCH (a:Artifact {artifact_id: $artifact_id, owner: $owner})
MATCH (earlier:Artifact {artifact_id: $version_of, owner: $owner})
CREATE (a)-[:VERSION_OF {reason: $reason}]->(earlier)
"""


def create_parts(label: str) -> str:
    """Return the statement for parts of that label (``PodcastSegment`` …) and what they cite.

    Scenes have v2's relation too.
    """
    scene = "CREATE (s)-[:HAS_SCENE {scene_num: row.ordinal + 1}]->(p)\n" if label == SCENE else ""
    return f"""
MATCH (s:Script {{script_id: $script_id, owner: $owner}})
UNWIND $rows AS row
CREATE (s)-[:HAS_PART {{ordinal: row.ordinal}}]->(p:{label}:Part {{artifact_id: $artifact_id, part_id: row.part_id}})
SET p += row.properties
{scene}WITH p, row
UNWIND row.documents AS document
MATCH (d:Document {{doc_id: document.doc_id, owner: $owner}})
CREATE (p)-[:SOURCED_FROM]->(d)
WITH p, document
UNWIND document.citations AS cited
MATCH (q:Paragraph {{para_id: cited.para_id, owner: $owner}})
CREATE (p)-[:USED_PARAGRAPH {{
    para_id: cited.para_id, start: cited.start, end: cited.end, ordinal: cited.ordinal
}}]->(q)
"""


# --- questions -----------------------------------------------------------------------------------------------------

ARTIFACT: Final = """
MATCH (a:Artifact {artifact_id: $artifact_id, owner: $owner})
OPTIONAL MATCH (a)-[:CREATED_BY]->(u:User)
OPTIONAL MATCH (a)-[v:VERSION_OF]->(earlier:Artifact)
RETURN a.artifact_type AS artifact_type, a.title AS title, a.created_at AS created_at, a.parameters AS parameters,
       u.user_id AS created_by, earlier.artifact_id AS version_of, v.reason AS version_reason, a.use AS use,
       a.license AS license, a.license_override_by AS override_by, a.license_override_why AS override_why
"""

ARTIFACT_SOURCES: Final = """
MATCH (a:Artifact {artifact_id: $artifact_id, owner: $owner})-[g:GENERATED_FROM]->(d:Document {owner: $owner})
OPTIONAL MATCH (d)-[:HAS_LICENSE]->(l:License)
OPTIONAL MATCH (d)-[:CITES]->(x:Document {owner: $owner})
WITH g, d, l, collect(x.doc_id) AS cited
RETURN g.ordinal AS ordinal, d.doc_id AS doc_id, d.title AS title, d.authors AS authors, d.url AS url,
       d.published_date AS published_date, d.content_type AS content_type, d.deleted IS NOT NULL AS deleted,
       l.type AS license, d.license_found_in AS license_found_in,
       CASE WHEN d.references_resolved IS NULL THEN null ELSE cited END AS cites
ORDER BY ordinal
"""

ARTIFACT_PARTS: Final = """
MATCH (:Artifact {artifact_id: $artifact_id, owner: $owner})-[:HAS_SCRIPT]->(s:Script)-[h:HAS_PART]->(p:Part)
OPTIONAL MATCH (s)-[c:HAS_SCENE]->(p)
RETURN h.ordinal AS ordinal, properties(p) AS part, c.scene_num AS scene_num
ORDER BY ordinal
"""

ARTIFACT_CITATIONS: Final = """
MATCH (:Artifact {artifact_id: $artifact_id, owner: $owner})-[:HAS_SCRIPT]->(:Script)-[:HAS_PART]->(p:Part)
MATCH (p)-[u:USED_PARAGRAPH]->(q:Paragraph {owner: $owner})<-[:HAS_PARAGRAPH]-(d:Document {owner: $owner})
RETURN p.part_id AS part_id, u.ordinal AS ordinal, d.doc_id AS document_id, properties(q) AS paragraph,
       u.start AS start, u.end AS end
ORDER BY part_id, ordinal
"""

ARTIFACT_MODELS: Final = """
MATCH (:Artifact {artifact_id: $artifact_id, owner: $owner})-[r:GENERATED_BY]->(m:AIModel)
RETURN m.provider AS provider, m.name AS name, m.version AS version, r.prompt AS prompt, r.ordinal AS ordinal
ORDER BY ordinal
"""

ARTIFACT_VOICES: Final = """
MATCH (:Artifact {artifact_id: $artifact_id, owner: $owner})-[r:NARRATED_BY]->(v:Voice)
RETURN v.provider AS provider, v.name AS name, r.ordinal AS ordinal
ORDER BY ordinal
"""

DERIVED: Final = """
MATCH (d:Document {doc_id: $doc_id, owner: $owner})<-[:GENERATED_FROM]-(a:Artifact {owner: $owner})
OPTIONAL MATCH (a)-[:HAS_SCRIPT]->(:Script)-[:HAS_PART]->(p:Part)-[:SOURCED_FROM]->(d)
RETURN a.artifact_id AS artifact_id, a.artifact_type AS artifact_type, a.title AS title, a.created_at AS created_at,
       count(DISTINCT p.part_id) AS parts_using_it
ORDER BY created_at, artifact_id
"""

REACH: Final = """
MATCH (a:Artifact {artifact_id: $artifact_id, owner: $owner})
OPTIONAL MATCH (a)<-[:VERSION_OF]-(later:Artifact {owner: $owner})
WITH a, count(DISTINCT later.artifact_id) AS derivative_works
RETURN derivative_works
"""
