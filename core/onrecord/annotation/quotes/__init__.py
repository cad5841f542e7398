"""Attributions: which source says, thinks or wants which content, by which cue.

The way from a parsed Doc to its attributions:

1. ``dependency_tree`` corrects the parse; ``text.quotation_marks`` finds paragraphs and quotations.
2. ``speaker_labels``, ``direct_speech`` (with ``cue_search``), ``announced_speech`` and ``wording_phrases`` find
   the **certain candidates**: what stands behind a name and a colon or in quotation marks, with the cue beside it
   or another sign of who speaks.
3. ``frames`` (with ``complements``) lists everything else that the parse allows; ``rules.RuleExtractor`` takes the
   likeliest by the lexicon of cues. Where the model reads instead, ``model_candidates`` makes candidates of what
   it has read; ``proposals`` combines them with the certain candidates, ``judge`` tells by ``judge_features`` how
   probable each proposal is, and ``selection`` takes those that are worth most together.
4. ``RuleExtractor.to_attribution`` makes the record: ``quoted_as_saying`` and ``work_titles`` have their say,
   spans are widened and stripped, the kind and what the cue reports are told, and ``factuality`` tells whether
   the words were said.
5. ``turns`` makes each turn of a transcript one attribution, whatever else was read inside it.

The terms: an *attribution* has a *source* (who), a *cue* (“said”) and a *content* (what). A *quotation* is a
passage in quotation marks, whoever says it. An *utterance* is what a speaker says in one go, perhaps in several
quotations. A *candidate* is an attribution that is not accepted yet; a *frame* is one that the parse allows.
"""
