"""An article in JATS, as an archive gives it."""

from __future__ import annotations

_FRONT = """<front><journal-meta><journal-title-group><journal-title>Journal of Marks</journal-title>
</journal-title-group><publisher><publisher-name>Mark Press</publisher-name></publisher></journal-meta>
<article-meta><article-id pub-id-type="pmc">123456</article-id><article-id pub-id-type="pmid">11237011</article-id>
<article-id pub-id-type="doi">10.5555/Marks.1</article-id>
<title-group><article-title>Marks in <italic>Old</italic> Books</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Roe</surname><given-names>Jane A.</given-names></name>
</contrib><contrib contrib-type="author"><collab>The Book Group</collab></contrib>
<contrib contrib-type="editor"><name><surname>Doe</surname></name></contrib></contrib-group>
<pub-date pub-type="ppub"><year>2022</year></pub-date>
<pub-date pub-type="epub"><day>3</day><month>5</month><year>2021</year></pub-date>
<permissions><license xlink:href="https://creativecommons.org/licenses/by/4.0/"><license-p>Open.</license-p></license>
</permissions><related-article related-article-type="retraction-forward" xlink:href="10.5555/marks.9"/>
<abstract><p>We count marks.</p></abstract><kwd-group><kwd>books</kwd></kwd-group></article-meta></front>"""
_BACK = """<back><ref-list><title>References</title><ref id="r1"><label>1.</label><element-citation><person-group><name>
<surname>Smith</surname><given-names>J</given-names></name></person-group><article-title>On marks</article-title>
<source>J Marks</source><year>2001</year><volume>5</volume><fpage>10</fpage><lpage>12</lpage>
<pub-id pub-id-type="doi">10.1000/xyz</pub-id></element-citation></ref>
<ref id="r2"><label>2.</label><mixed-citation>Doe J. Things. arXiv:1706.03762v2 (2017).</mixed-citation></ref>
<ref id="r3"><label>3.</label><mixed-citation>A letter, 1900.</mixed-citation></ref></ref-list></back>"""
SPACES = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML"'
PROLOG = """<?xml version="1.0"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.2//EN" "JATS.dtd">
"""


def article(body: str, more: str = "", prolog: str = PROLOG) -> str:
    """Return a whole article with this body, and what follows its back matter."""
    return f'{prolog}<article {SPACES} xml:lang="en">{_FRONT}<body>{body}</body>{_BACK}{more}</article>'
