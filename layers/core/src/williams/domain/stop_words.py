"""Words that say nothing of what a text is about, by language: articles, pronouns, prepositions, auxiliaries.

Short on purpose. Published lists go on to nouns and verbs ("information", "work"), which people search for; what else
is frequent weighs little by its frequency.
"""

from __future__ import annotations

from typing import Final

STOP_WORDS: Final = {
    language: frozenset(words.split())
    for language, words in {
        "en": """a about after again all also am an and any are as at be because been before being between both but by
        can can't cannot could couldn't did didn't do does doesn't doing don't done during each either else for from
        had hadn't has hasn't have haven't having he her here hers herself him himself his how i if in into is isn't it
        its itself just let's may me might more most must my myself neither no nor not of off on once only or other
        ought our ours ourselves own quite rather same shall she should shouldn't since so some such than that the
        their theirs them themselves then there these they this those though through to too until upon us very was
        wasn't we were weren't what when where whether which while who whom whose why will with within without won't
        would wouldn't yet you your yours yourself yourselves""",
        "de": """aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bist da damit dann das
        dass dein deine dem den denn der deren des dessen dich die dies diese diesem diesen dieser dieses dir doch dort
        du durch ein eine einem einen einer eines er es etwas euch euer für gegen habe haben hat hatte hatten hier hin
        hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede jedem jeden jeder jedes jener
        jetzt kann kein keine keinem keinen keiner können könnte man mein meine mich mir mit muss musste nach nicht
        noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit sich sie sind so soll sollte sondern sonst
        über um und uns unser unter viel vom von vor war waren warum was weil welche welchem welchen welcher welches
        wenn wer werde werden wie wieder will wir wird wo wurde wurden würde zu zum zur zwar zwischen""",
        "fr": """à afin ai ainsi alors après as au aucun aucune aussi autre autres aux avait avant avec avoir car ce
        ceci cela ces cet cette ceux chaque chez comme comment dans de depuis des donc dont du elle elles en encore
        entre est et étaient était étant être eu fait fut hors ici il ils je jusque la là le les leur leurs lors lui
        ma mais me même mêmes mes moi moins mon ne ni nos notre nous on ont ou où par parce pas pendant peu peut plus
        pour pourquoi quand que quel quelle quelles quels qui quoi sa sans se sera ses si soit son sont sous sur ta te
        tes toi ton tous tout toute toutes très tu un une vers vos votre vous y""",
        "es": """a al algo algunas algunos ante antes aquel aquella así aún aunque cada como cómo con contra cual cuál
        cuando cuándo de del desde donde dónde dos durante e el él ella ellas ellos en entre era eran es esa esas ese
        eso esos esta está están estas este esto estos fue fueron ha había han hasta hay la las le les lo los más me mi
        mis mucho muy nada ni no nos nosotros o os otra otras otro otros para pero poco por porque que qué quien quién
        quienes se sea según ser si sí sido sin sobre son su sus también tan tanto te tiene todo todos tu tus un una
        unas uno unos y ya yo""",
        "it": """a ad agli ai al alla alle allo anche ancora che chi ci ciò come con contro cosa così da dagli dai dal
        dalla dalle dallo degli dei del della delle dello di dove e è ed era erano essere fra gli ha hanno i il in io la
        le lei li lo loro lui ma me mi mia mie miei mio ne negli nei nel nella nelle nello no noi non nostra nostro o
        ogni per perché più poi qual quale quali quando quanto quella quelle quelli quello questa queste questi questo
        se sei si sia sono sta stata stati stato su sua sue sugli sui sul sulla sulle suo suoi ti tra tu tua tuo tutti
        tutto un una uno vi voi""",
        "pt": """a à ao aos aquela aquele aquilo as às até com como da das de dela dele deles depois do dos e é ela elas
        ele eles em entre era eram essa esse esta está estas este estes eu foi foram há isso isto já lhe lhes mais mas
        me mesmo meu meus minha muito na não nas nem no nos nós nossa nosso num numa o onde os ou para pela pelas pelo
        pelos por porque qual quando que quem são se seja sem ser seu seus só sob sobre sua suas também te tem têm teu
        toda todas todo todos tu tua tudo um uma você vocês""",
        "nl": """aan af al alle als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een en er
        ge geen had haar hebben heb heeft hem het hier hij hoe hun ik in is ja je kan kon kunnen maar me meer men met
        mij mijn moet na naar niet niets nog nu of om omdat onder ons onze ook op over reeds te tegen toch toen tot u
        uit uw van veel voor waar waarom want waren was wat welke werd wezen wie wij wil worden wordt zal ze zelf zich
        zij zijn zo zonder zou""",
    }.items()
}
