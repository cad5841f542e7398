"""Articles in the XML of agencies, journals, editions and manuals."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import ingest
from onrecord.base.records import Draft
from onrecord.ingest import IngestError

NITF = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.3//EN" "nitf-3-3.dtd">
<nitf xml:lang="en-GB"><head><title>Slug</title>
<docdata><date.issue norm="20210416T101500Z"/></docdata><pubdata name="Torvik Post" date.publication="20210417"/></head>
<body><body.head><hedline><hl1>Harbour opens again</hl1></hedline><byline>By <person>Ann Lee</person>, here</byline>
</body.head><body.content><!-- made --><p>The harbour is open &mdash; at last.</p>
<media><media-caption>A ship</media-caption></media><hl2>Later</hl2><p>It <em>closed</em> again.</p>
<ul><li>Ice</li><li>Wind</li></ul></body.content><body.end><tagline>Desk</tagline></body.end></body></nitf>"""
NEWSML_G2 = """\
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem xml:lang="de"><itemMeta><provider literal="Torvik Wire"/></itemMeta>
<contentMeta><contentCreated>2021-04-15T09:00:00Z</contentCreated><creator><name>Ann Lee</name></creator>
<creator><name>Jan Berg</name></creator><headline>Hafen offen</headline></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>no</title></head>
<body><p>Der Hafen ist offen.</p><p>Endlich.</p></body></html></inlineXML></contentSet></newsItem>
<newsItem><contentMeta><headline>A picture</headline></contentMeta><contentSet><remoteContent/></contentSet></newsItem>
<newsItem><contentMeta><headline>Second</headline></contentMeta><contentSet><inlineXML>
<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><hedline><hl1>Second</hl1></hedline></body.head>
<body.content><p>More of it.</p></body.content></body></nitf></inlineXML></contentSet></newsItem>
</itemSet></newsMessage>"""
NEWSML = """\
<?xml version="1.0"?><!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd"><NewsML><NewsItem>
<Identification><NewsIdentifier><ProviderId>torvik.example</ProviderId></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20210416T095500Z</FirstCreated></NewsManagement>
<NewsComponent><NewsLines><HeadLine>Harbour open</HeadLine><ByLine>By Colby Lee</ByLine></NewsLines>
<ContentItem><DataContent><p>The harbour is open.</p><p>So it is.</p></DataContent></ContentItem>
</NewsComponent></NewsItem></NewsML>"""
JATS = """\
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.2 20190208//EN" "JATS1.dtd">
<article xml:lang="en"><front><journal-meta><journal-title>Harbours</journal-title></journal-meta><article-meta>
<title-group><article-title>Ice and <italic>quays</italic><xref>1</xref></article-title></title-group><contrib-group>
<contrib contrib-type="author"><name><surname>Lee</surname><given-names>Ann B.</given-names></name></contrib>
<contrib contrib-type="author"><collab>Torvik Group</collab></contrib>
<contrib contrib-type="editor"><name><surname>Berg</surname><given-names>Jan</given-names></name></contrib>
</contrib-group><pub-date><year>2021</year></pub-date>
<pub-date><day>6</day><month>04</month><year>2021</year></pub-date>
<abstract><title>Abstract</title><p>We measured ice.</p></abstract></article-meta></front>
<body><sec><label>1</label><title>Why</title><p>Ice is cold <xref>[1]</xref>.</p>
<list><list-item><p>One</p></list-item></list><fig><caption><p>Ice</p></caption></fig></sec></body>
<back><ref-list><ref>Lee 2000</ref></ref-list></back></article>"""
DOCBOOK = """\
<article xmlns="http://docbook.org/ns/docbook" version="5.0"><info><title>Harbour report</title><author><personname>
<firstname>Ann</firstname><surname>Lee</surname></personname></author><pubdate>16 April 2021</pubdate></info>
<para>The harbour<footnote><para>A note.</para></footnote> is open.</para>
<section><title>Later</title><para>It closed. <quote>Nobody <emphasis>needs</emphasis> it</quote>, he said.</para></section></article>"""
TEI = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt><title>On the harbour</title>
<author><persName><surname>Lee</surname>, <forename>Ann</forename></persName></author></titleStmt>
<publicationStmt><publisher>Torvik Archive</publisher><date when="2021-04-16">April</date></publicationStmt>
</fileDesc></teiHeader><text><body><head>On the harbour</head>
<p>The harbour <choice><sic>iz</sic><corr>is</corr></choice> open<note>So he says.</note>.<lb/>So it is.</p>
<p>“<q>No</q>”, he said, <said>or “yes”</said>.</p>
<quote><p>Wait.</p></quote><lg><l>A line</l><l>Another</l></lg></body></text></TEI>"""


def articles(tmp_path: Path, content: str) -> list[Draft]:
    (tmp_path / "thing").write_text(content, "utf-8")
    return list(ingest.read(tmp_path / "thing"))


@pytest.mark.parametrize(
    ("content", "title", "author", "published", "source", "text"),
    [
        (
            NITF, "Harbour opens again", "Ann Lee", "2021-04-16", "Torvik Post",
            "The harbour is open — at last.\n\nLater\n\nIt closed again.\n\n- Ice\n- Wind",
        ),
        (NEWSML, "Harbour open", "Colby Lee", "2021-04-16", "torvik.example", "The harbour is open.\n\nSo it is."),
        (
            JATS, "Ice and quays", "Ann B. Lee, Torvik Group", "2021-04-06", "Harbours",
            "Abstract\n\nWe measured ice.\n\nWhy\n\nIce is cold [1].\n\n- One",
        ),
        (
            DOCBOOK, "Harbour report", "Ann Lee", "2021-04-16", "",
            "The harbour is open.\n\nLater\n\nIt closed. “Nobody needs it”, he said.",
        ),
        (
            TEI, "On the harbour", "Ann Lee", "2021-04-16", "Torvik Archive",
            "The harbour is open.\nSo it is.\n\n“No”, he said, “or “yes””.\n\nWait.\n\nA line\n\nAnother",
        ),
    ],
    ids=["NITF", "NewsML", "JATS", "DocBook", "TEI"],
)  # fmt: skip
def test_an_article_is_read_with_what_is_said_of_it(
    tmp_path: Path, content: str, title: str, author: str, published: str, source: str, text: str
) -> None:
    [draft] = articles(tmp_path, content)
    assert (draft.title, draft.author, draft.published, draft.source) == (title, author, published, source)
    assert draft.text == text


def test_each_text_of_a_message_is_an_article(tmp_path: Path) -> None:
    first, second = articles(tmp_path, NEWSML_G2)
    assert (first.title, first.author, first.published) == ("Hafen offen", "Ann Lee, Jan Berg", "2021-04-15")
    assert (first.source, first.language) == ("Torvik Wire", "de")
    assert first.text == "Der Hafen ist offen.\n\nEndlich."
    assert (second.title, second.author, second.text) == ("Second", "", "More of it.")


def test_an_article_without_a_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="without a text; leave it out"):
        articles(tmp_path, NITF.partition("<body.content>")[0] + "<body.content/></body></nitf>")
    with pytest.raises(IngestError, match="damaged inside"):
        articles(tmp_path, NITF[:-20])


def test_an_entity_of_a_file_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret words", "utf-8")
    attack = NITF.replace('"nitf-3-3.dtd"', f'"x.dtd" [<!ENTITY mdash SYSTEM "{tmp_path / "secret"}">]')
    assert "secret words" not in articles(tmp_path, attack)[0].text
