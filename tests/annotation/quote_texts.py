"""Texts made to be hard: for each, what is said in it and by whom, and what stands in marks and nobody says."""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """A text. ``said`` maps words (punctuation does not count) to words of their source, ``unsaid`` is no content."""

    name: str
    text: str
    said: dict[str, str]
    unsaid: tuple[str, ...] = ()


MARKS = [
    Case(
        "straight",
        'The ferry "will not sail again this year," harbour master Nell Byrne said on Tuesday. "The hull is gone."',
        {"will not sail again this year The hull is gone": "Nell Byrne"},
    ),
    Case(
        "German",
        "„Wir warten nicht länger“ stood on the banner. „We will not wait any longer,“ said the union’s leader, "
        "Karin Vogt. „Our patience has come to an end.“",
        {"We will not wait any longer Our patience has come to an end": "Karin Vogt"},
    ),
    Case(
        "guillemets the German way",
        "»The plant will close in March«, said manager Jonas Hein on Friday. »There is no other way.«",
        {"The plant will close in March There is no other way": "Jonas Hein"},
    ),
    Case(
        "guillemets with spaces",
        "« The plant will close in March », said manager Claire Morel on Friday. « There is no other way. »",
        {"The plant will close in March There is no other way": "Claire Morel"},
    ),
    Case(
        "the Swedish way",
        "”The plant will close in March,” said manager Lena Ek on Friday. ”There is no other way.”",
        {"The plant will close in March There is no other way": "Lena Ek"},
    ),
    Case(
        "typewriter",
        "``The plant will close in March,'' said manager Joe Marsh on Friday. ``There is no other way.''",
        {"The plant will close in March There is no other way": "Joe Marsh"},
    ),
    Case(
        "two singles for a double",
        "‘‘The plant will close in March,’’ said manager Joe Marsh on Friday. ‘‘There is no other way.’’",
        {"The plant will close in March There is no other way": "Joe Marsh"},
    ),
    Case(
        "commas for a low mark",
        ",,The plant will close in March'', said manager Jonas Hein on Friday. ,,There is no other way.''",
        {"The plant will close in March There is no other way": "Jonas Hein"},
    ),
    Case(
        "British singles",
        "‘We can’t go on like this,’ said Marjorie Pike, who runs the village shop. ‘It’s the farmers’ land, and "
        "they’ve every right to it.’",
        {"We can’t go on like this It’s the farmers’ land and they’ve every right to it": "Marjorie Pike"},
    ),
    Case(
        "straight singles",
        "'We can't go on like this,' said Marjorie Pike, who runs the shop. 'It's the farmers' land.'",
        {"We can't go on like this It's the farmers' land": "Marjorie Pike"},
    ),
    Case(
        "singles around doubles",
        "‘He looked at me and said “go home”, so I did,’ Marjorie Pike told the inquiry on Monday.",
        {"He looked at me and said go home so I did": "Marjorie Pike"},
    ),
    Case(
        "mixed shapes",
        '“The plant will close in March," said manager Joe Marsh. "There is no other way.”',
        {"The plant will close in March There is no other way": "Joe Marsh"},
    ),
    Case(
        "closing marks for opening ones",
        "”The plant will close in March,“ said manager Joe Marsh. ”There is no other way.“",
        {"The plant will close in March There is no other way": "Joe Marsh"},
    ),
    Case(
        "a low mark closed by a straight one",
        '„The plant will close in March," said manager Jonas Hein. „There is no other way."',
        {"The plant will close in March There is no other way": "Jonas Hein"},
    ),
    Case(
        "unclosed",
        "“The plant will close in March, said manager Joe Marsh.\n\nWorkers at the gate wept when they heard it.",
        {"The plant will close in March": "Joe Marsh"},
        unsaid=("Workers at the gate wept",),
    ),
    Case(
        "unopened",
        "The plant will close in March,” said manager Joe Marsh.\n\nThe town has no other employer of its size.",
        {"The plant will close in March": "Joe Marsh"},
        unsaid=("The town has no other employer",),
    ),
    Case(
        "apostrophes that are none",
        "Back in the ’80s rock ’n’ roll was the dockers’ music, and ’twas loud. The Byrnes’ boat lay at the "
        "fishermen's pier; the boys' club met there till '89.",
        {},
        unsaid=("80s rock", "music, and", "boat lay", "club met there"),
    ),
    Case(
        "feet and inches",
        'The suspect is 6\'2" tall and wore a 14" chain. "We are looking for witnesses," said officer Dana Cole.',
        {"We are looking for witnesses": "Dana Cole"},
        unsaid=("tall and wore",),
    ),
]

STRUCTURE = [
    Case(
        "paragraphs that open again",
        "The minister spoke for an hour.\n\n“We have lost ten years,” said Ines Duarte, the trade minister. “Nobody "
        "will give them back to us.\n\n“But the next ten are ours. We will build the railway, and the port.\n\n“And "
        "we will do it without loans.”\n\nThe opposition left the hall.",
        {
            "We have lost ten years Nobody will give them back to us But the next ten are ours We will build the "
            "railway and the port And we will do it without loans": "Ines Duarte"
        },
        unsaid=("The opposition left",),
    ),
    Case(
        "paragraphs that do not open again",
        "Ines Duarte, the trade minister, said: “We have lost ten years. Nobody will give them back to us.\n\nBut "
        "the next ten are ours. We will build the railway, and the port.\n\nAnd we will do it without loans.”\n\n"
        "The opposition left the hall.",
        {
            "We have lost ten years Nobody will give them back to us But the next ten are ours We will build the "
            "railway and the port And we will do it without loans": "Ines Duarte"
        },
        unsaid=("The opposition left",),
    ),
    Case(
        "a speaker after several paragraphs",
        "“We have lost ten years. Nobody will give them back to us.\n\n“But the next ten are ours,” trade minister "
        "Ines Duarte said in parliament.",
        {
            "We have lost ten years Nobody will give them back to us But the next ten are ours": "Ines Duarte",
        },
    ),
    Case(
        "a colon, and quotations below",
        "Asked about the railway, Duarte was blunt:\n\n“We will build it without loans.”\n\nShe then left for the "
        "airport.",
        {"We will build it without loans": "Duarte"},
    ),
    Case(
        "a whole paragraph in marks after the speaker’s",
        "“We will build the railway,” Duarte said.\n\n“It will take six years and cost less than the old one.”\n\n"
        "Trains stopped running here in 1998.",
        {"We will build the railway It will take six years and cost less than the old one": "Duarte"},
    ),
    Case(
        "interrupted",
        "“The railway,” Duarte said, “will be built without loans, whatever the banks may say.”",
        {"The railway will be built without loans whatever the banks may say": "Duarte"},
    ),
    Case(
        "two speakers in a paragraph",
        "“It will never pay,” said Paul Okoye, an engineer. “It will,” replied Duarte.",
        {"It will never pay": "Paul Okoye", "It will": "Duarte"},
    ),
    Case(
        "floating after what he said",
        "Okoye said the line would lose money from its first day. “It is a monument to one woman’s vanity.”",
        {
            "the line would lose money from its first day It is a monument to one woman’s vanity": "Okoye",
        },
    ),
    Case(
        "floating after what he did",
        "Engineer Paul Okoye shook his head at the plans. “It is a monument to one woman’s vanity.”",
        {"It is a monument to one woman’s vanity": "Okoye"},
    ),
    Case(
        "nested",
        "“He told me ‘the money is gone’ and walked out,” said Rita Sandoval, the club’s treasurer.",
        {"He told me the money is gone and walked out": "Rita Sandoval"},
    ),
    Case(
        "nested at the end",
        "“The last thing he told me was, ‘The money is gone,’” said Rita Sandoval, the club’s treasurer.",
        {"The last thing he told me was The money is gone": "Rita Sandoval"},
    ),
    Case(
        "nested in straight marks",
        "\"He told me 'the money is gone' and walked out,\" said Rita Sandoval, the club's treasurer.",
        {"He told me the money is gone and walked out": "Rita Sandoval"},
    ),
    Case(
        "speech of three, sentence by sentence",
        "Sandoval said the club was broke. Its chairman, Leo Marsh, denied that. According to the league, no player "
        "has been paid since August.",
        {
            "the club was broke": "Sandoval",
            "no player has been paid since August": "the league",
        },
    ),
    Case(
        "a transcript",
        "HOST: Good evening, and welcome to the programme.\n\nDUARTE: Thank you for having me here.\n\nHOST: Will the "
        "railway be built at all?\n\nDUARTE: It will be built, and without loans.",
        {
            "Good evening and welcome to the programme": "HOST",
            "Thank you for having me here": "DUARTE",
            "Will the railway be built at all": "HOST",
            "It will be built and without loans": "DUARTE",
        },
    ),
    Case(
        "a transcript in marks",
        "Reporter: “Will the railway be built at all?”\n\nDuarte: “It will be built, and without loans.”\n\nReporter: "
        "“And who will pay for it?”\n\nDuarte: “Everyone who travels on it.”",
        {
            "Will the railway be built at all": "Reporter",
            "It will be built and without loans": "Duarte",
            "And who will pay for it": "Reporter",
            "Everyone who travels on it": "Duarte",
        },
    ),
    Case(
        "questions and answers",
        "Q: When did you first hear of the fraud?\n\nA: My sister called me in the night and told me.\n\nQ: What did "
        "you do then?\n\nA: I drove to the bank and waited for the doors to open.",
        {
            "When did you first hear of the fraud": "Q",
            "My sister called me in the night and told me": "A",
            "What did you do then": "Q",
            "I drove to the bank and waited for the doors to open": "A",
        },
    ),
    Case(
        "signed, in one line",
        "What readers say about the new trams:\n\n“They are late every single morning.” – Olga Petrenko, nurse\n\n“I "
        "have never had a quieter ride.” – Sam Liddle, retired\n\n“Bring back the buses!” – Ivy Tan, student",
        {
            "They are late every single morning": "Olga Petrenko",
            "I have never had a quieter ride": "Sam Liddle",
            "Bring back the buses": "Ivy Tan",
        },
    ),
    Case(
        "signed, a line below",
        "What readers say about the new trams:\n\n“They are late every single morning.”\n— Olga Petrenko, nurse\n\n“I "
        "have never had a quieter ride.”\n— Sam Liddle, retired",
        {
            "They are late every single morning": "Olga Petrenko",
            "I have never had a quieter ride": "Sam Liddle",
        },
    ),
    Case(
        "a list of points",
        "What they want:\n- Olga Petrenko: trams that keep to the timetable\n- Sam Liddle: a second line to the "
        "hospital\n- Ivy Tan: cheaper tickets for students",
        {
            "trams that keep to the timetable": "Olga Petrenko",
            "a second line to the hospital": "Sam Liddle",
            "cheaper tickets for students": "Ivy Tan",
        },
    ),
    Case(
        "a list of quotations",
        "• “They are late every single morning,” said Olga Petrenko, a nurse.\n• “I have never had a quieter ride,” "
        "said Sam Liddle.\n• Ivy Tan said she wanted the buses back.",
        {
            "They are late every single morning": "Olga Petrenko",
            "I have never had a quieter ride": "Sam Liddle",
            "she wanted the buses back": "Ivy Tan",
        },
    ),
]

HEADLINES = [
    Case(
        "name and colon",
        "Duarte: Railway will be built without loans\n\nTrade minister Ines Duarte spoke in parliament on Monday.",
        {"Railway will be built without loans": "Duarte"},
    ),
    Case(
        "words, then who",
        "Railway ‘a monument to vanity’, says engineer\n\nThe plans were shown to the public on Monday.",
        {"Railway a monument to vanity": "engineer"},
    ),
    Case(
        "words, a colon, then who",
        "‘We will build it without loans’: Duarte defends railway\n\nTrade minister Ines Duarte spoke in parliament on Monday.",
        {"We will build it without loans": "Duarte"},
    ),
    Case(
        "says in a headline",
        "Minister says railway will be built without loans\n\nThe plans were shown to the public on Monday.",
        {"railway will be built without loans": "Minister"},
    ),
]

TITLES = [
    Case(
        "a song",
        "The choir sang the song “Imagine” and then “Yesterday” before the coffin was carried out.",
        {},
        unsaid=("Imagine", "Yesterday"),
    ),
    Case(
        "songs of a band",
        "The band sang its song “Yesterday” and the anthem “Rivers of Home”.",
        {},
        unsaid=("Yesterday", "Rivers"),
    ),
    Case(
        "a book and a film",
        "Her first novel, “The Salt Road,” won two prizes and was made into the film “Salt” last year.",
        {},
        unsaid=("The Salt Road", "Salt"),
    ),
    Case(
        "a title after its maker",
        "Ek is the author of “A Short History of Ice” and lives in Malmö.",
        {},
        unsaid=("A Short History of Ice",),
    ),
    Case(
        "a nickname",
        "Leo “the Hammer” Marsh fought his last bout in 1991.",
        {},
        unsaid=("the Hammer",),
    ),
    Case(
        "so-called",
        "The fridge is one of many “smart” devices that nobody asked for. The so-called “experts” sell them by the "
        "thousand.",
        {},
        unsaid=("smart", "experts"),
    ),
    Case(
        "a ship’s name",
        "The trawler “Good Hope” was towed into port on Sunday with a broken mast.",
        {},
        unsaid=("Good Hope",),
    ),
    Case(
        "a word as a word",
        "The word “hygge” has no equivalent in English, and the letter “ø” has none either.",
        {},
        unsaid=("hygge", "ø"),
    ),
    Case(
        "a title inside speech",
        "“We watched ‘The Salt Road’ twice,” said Ivy Tan.",
        {"We watched The Salt Road twice": "Ivy Tan"},
    ),
    Case(
        "one word of an accusation",
        "Ukraine accused Russia of wanting to “destroy” its power grid before the winter.",
        {"wanting to destroy its power grid before the winter": "Ukraine"},
    ),
    Case(
        "what she called it",
        "Duarte rejected what she called “a cowardly compromise” and left the talks.",
        {"a cowardly compromise": "she"},
    ),
    Case(
        "described as",
        "Witnesses described the driver as “calm and almost friendly” throughout the hour-long siege.",
        {"the driver as calm and almost friendly": "Witnesses"},
    ),
]

WORDING = [
    Case(
        "quoted by an agency",
        "“The border will stay closed until spring,” the Interfax agency quoted foreign minister Anton Reznik as "
        "saying.",
        {"The border will stay closed until spring": "Anton Reznik"},
    ),
    Case(
        "asked whether",
        "Asked whether he would resign, Reznik said: “I have not even thought about it.”",
        {"I have not even thought about it": "Reznik"},
    ),
    Case(
        "anonymous",
        "“Nobody here believes in an early peace,” a senior official, who asked not to be named, told the agency.",
        {"Nobody here believes in an early peace": "a senior official"},
    ),
    Case(
        "a long apposition",
        "“It was the coldest May that I can remember,” said Brigid Walsh, 71, a retired teacher from Sligo whose "
        "orchard lost half its blossom.",
        {"It was the coldest May that I can remember": "Brigid Walsh"},
    ),
    Case(
        "a question",
        "“Who gave the order?” asked the judge. “I did,” whispered the general.",
        {"Who gave the order": "the judge", "I did": "the general"},
    ),
    Case(
        "a post",
        "“Proud of this team. On to the final!” Tan wrote on her page after the match.",
        {"Proud of this team On to the final": "Tan"},
    ),
    Case(
        "put into the sentence",
        "The border, Reznik said, will stay closed until spring.",
        {"The border will stay closed until spring": "Reznik"},
    ),
    Case(
        "parts of a sentence",
        "Reznik told the agency that the talks had been “long and difficult” but that both sides were “ready to go on”.",
        {
            "the talks had been long and difficult but that both sides were ready to go on": "Reznik",
        },
    ),
    Case(
        "according to",
        "Half of the country’s wells are dry, according to a report that the water board published on Monday.",
        {"Half of the country’s wells are dry": "a report"},
    ),
]

ALL = [*MARKS, *STRUCTURE, *HEADLINES, *TITLES, *WORDING]
