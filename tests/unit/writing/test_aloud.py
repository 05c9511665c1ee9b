"""What is written in signs, as a person would say it."""

from __future__ import annotations

import pytest
from williams_writing.aloud import aloud


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("The park has 12.5 km².", "The park has 12.5 square kilometres."),
        ("It holds 1 m³ of water.", "It holds 1 cubic metre of water."),
        ("It flows at 3 m³/s.", "It flows at 3 cubic metres per second."),
        ("A train at 120 km/h.", "A train at 120 kilometres per hour."),
        ("It was -5 °C.", "It was minus 5 degrees Celsius."),
        ("About 3 × 10⁵ cells.", "About 3 times 10 to the power of 5 cells."),
        ("A rate of 2 × 10⁻³.", "A rate of 2 times 10 to the power of minus 3."),
        ("It is 10^6 times larger.", "It is 10 to the power of 6 times larger."),
        ("It opened on 2024-05-01.", "It opened on May first, 2024."),
        ("Sent 2024-05-01T14:30:00Z to all.", "Sent May first, 2024, 14 30 to all."),
        ("We meet at 09:00.", "We meet at 9 o'clock."),
        ("Some, e.g. eels, stay.", "Some, for example eels, stay."),
        ("See Fig. 3 and pp. 4–6.", "See Figure 3 and pages 4 to 6."),
        ("It works [12].", "It works."),
        ("It works (Smith et al., 2019).", "It works."),
        ("They sold eels, etc. Nobody came.", "They sold eels, et cetera. Nobody came."),
        ("Read https://example.org/a for more.", "Read example dot org for more."),
        ("Write to ada.l@mail.example.org today.", "Write to ada dot l at mail dot example dot org today."),
        ("CO₂ and H₂O rise.", "CO 2 and H 2O rise."),
        ("It grew by 8.4 %.", "It grew by 8.4 percent."),
        ("It costs €5.20.", "It costs 5 euros 20."),
        ("It costs $1.", "It costs 1 dollar."),
        ("They paid £3 million.", "They paid 3 million pounds."),
        ("They paid $1,250,000 then.", "They paid 1250000 dollars then."),
        ("Under § 12 it falls.", "Under section 12 it falls."),
        ("Henry VIII had six wives.", "Henry the eighth had six wives."),
        ("She met Elizabeth I.", "She met Elizabeth the first."),
        ("In Chapter IV of World War II.", "In Chapter 4 of World War 2."),
        ("From 1914–1918 there were 1,234.5 mm.", "From 1914 to 1918 there were 1234.5 millimetres."),
        ("The value is ≥ 200 and x = 3.", "The value is at least 200 and x equals 3."),
        ("Dr. Hale saw 40 % of St. Clair.", "Doctor Hale saw 40 percent of Saint Clair."),
        # What only looks so.
        ("Then I went to Paris with Mary.", "Then I went to Paris with Mary."),
        ("Vitamin C and the letter V.", "Vitamin C and the letter V."),
        ("In the 1990s a 5-star hotel had 3 m.", "In the 1990s a 5-star hotel had 3 metres."),
        ("The score was 3:1 on page 2.", "The score was 3:1 on page 2."),
        ("A state-of-the-art well-known 2-day trip.", "A state-of-the-art well-known 2-day trip."),
        ("They came. In time it ended.", "They came. In time it ended."),
        ("Version 1.2.3 of 2024-13-45.", "Version 1.2.3 of 2024-13-45."),
    ],
)
def test_english(written: str, said: str) -> None:
    assert aloud(written, "en-GB") == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Der Park hat 12,5 km².", "Der Park hat 12,5 Quadratkilometer."),
        ("Es fasst 1 m³.", "Es fasst 1 Kubikmeter."),
        ("Der Zug fährt 120 km/h.", "Der Zug fährt 120 Kilometer pro Stunde."),
        ("Rund 3 × 10⁵ Zellen.", "Rund 3 mal 10 hoch 5 Zellen."),
        ("Stichtag: 2024-05-01.", "Stichtag: erster Mai 2024."),
        ("Um 14:30 Uhr.", "Um 14 Uhr 30."),
        ("Um 09:00 beginnt es.", "Um 9 Uhr beginnt es."),
        ("Tiere, z. B. Aale, bleiben.", "Tiere, zum Beispiel Aale, bleiben."),
        ("Siehe Abb. 3 auf S. 4–6.", "Siehe Abbildung 3 auf Seite 4 bis 6."),
        ("Es kostet 5,20 €.", "Es kostet 5 Euro 20."),
        ("Es kostet 3 Millionen €.", "Es kostet 3 Millionen Euro."),
        ("Nach § 12 Abs. 3 gilt das.", "Nach Paragraf 12 Absatz 3 gilt das."),
        ("Ludwig XIV. regierte lange.", "Ludwig der Vierzehnte regierte lange."),
        ("Das sagte Elisabeth II.", "Das sagte Elisabeth die Zweite."),
        ("In Kapitel IV steht es.", "In Kapitel 4 steht es."),
        ("Es waren 1.234,5 mm und 8 %.", "Es waren 1234,5 Millimeter und 8 Prozent."),
        ("CO₂ steigt auf https://example.org/a.", "CO 2 steigt auf example Punkt org."),
        ("Bei −5 °C friert es.", "Bei minus 5 Grad Celsius friert es."),
        ("Am 3. Mai kam er.", "Am 3. Mai kam er."),
    ],
)
def test_german(written: str, said: str) -> None:
    assert aloud(written, "de") == said


def test_in_other_languages_only_marks_for_the_eye_go() -> None:
    assert aloud("Il CO₂ cresce dell’8 % [3].", "it") == "Il CO 2 cresce dell’8 %."


@pytest.mark.parametrize("language", ["en", "de"])
def test_saying_it_again_changes_nothing(language: str) -> None:
    for written in ("12.5 km² on 2024-05-01 at 09:00 for €5.20", "Henry VIII in Chapter IV, CO₂, 3 × 10⁵, example.org"):
        once = aloud(written, language)
        assert aloud(once, language) == once
