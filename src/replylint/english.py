"""This file tells replies in other languages from English, by their function words.

The rules know English alone; on a German reply they would be noise. Function words ("the", "und")
make up a third of a text or more in every language here, hardly any are shared, and a table of
them needs no model. What is not plainly another language is English.
"""

from __future__ import annotations

import re

# Below this, names, numbers and loan words decide, and not the language.
LEAST_WORDS = 12
# Another language's function words make up at least this part of the words …
_SHARE = 0.2
# … and are this many times as frequent as English ones.
_TIMES = 2

_ENGLISH = frozenset(
    (
        "a about after again all also am an and any are as at back be because been before but by"
        " can could did do does for from get had has have he her here him his how i if in into is"
        " it its just know let like me more my need no not now of on once one only or other our"
        " out over please she should so some sorry than thank thanks that the their them then"
        " there they this those to too until up us very was we were what when where which while"
        " who will with would yes you your"
    ).split()
)
_OTHERS = {
    "German": "aber als am auch auf aus bei bitte bis da dann das dass dem den der des die dies"
    " diese dieser du ein eine einen einer er es für haben hat ich ihr ihre ihnen im ist ja kann"
    " können leider mit nach nicht noch nur oder sehr sie sich sind so um und uns unser unsere vom"
    " von vor war was werden wenn wie wir wird wurde zu zum zur über",
    "French": "au aux avec bonjour car ce cela ces cette comme dans de des du elle en est et été il"
    " ils je la le les leur lors mais merci mon ne nos notre nous on ou où par pas plus pour"
    " pouvez que qui sa se si son sont sur un une veuillez vos votre vous être",
    "Spanish": "a al como con cuando de del desde donde el ella en entre es esta estamos este esto"
    " está favor gracias ha han hasta hay hemos hola la las le lo los más me mi muy no nos nuestro"
    " o para pero por puede que se si sido sin sobre su sus también te tiene tu un una usted y ya",
    "Portuguese": "a ao aos as até com como da das de do dos e ela ele em entre está estamos este"
    " foi isso já lhe mais mas me meu muito na nas no nos nossa nosso não o obrigado olá os ou para"
    " pela pelo por pode que se sem ser seu seus sua são também te tem um uma você",
    "Italian": "a ai al alla anche che ci ciao come con cui da dal dei del della delle di e ed è"
    " gli grazie ha ho i il in io la le lei lo ma mi mio nel nella non nostro o per perché più può"
    " quando questo se sei si sono su sua suo ti tra un una vi",
    "Dutch": "aan als bij dan dat de der deze die dit door een en er geen goed graag heb heeft het"
    " hoe hun ik in is je kan kunnen kunt maar meer met mijn naar niet nog of om ons onze ook op"
    " over te tot u uit uw van veel voor waar was wat we wel werd wij wordt zal ze zich zijn zo",
    "Polish": "ale aby bo był być będzie co czy dla do dziękuję gdy go i ich jak jako jest już ma"
    " mamy może na nam nas nie o od oraz po pod prosimy przed przez przy są się tak tego ten to"
    " tylko w we witam z za ze że",
    "Swedish": "att av de den det din ditt du efter eller en ett från för ha har hej här hos i inte"
    " jag kan kommer men med mig mycket ni nu när och om oss på sig sin ska som tack till under"
    " upp ut var vi vid vill är",
    "Danish or Norwegian": "af at av da de deg den der det dig din du efter eller en er et etter"
    " fra for får ham han har hej hei i ikke jeg kan kunne man med meg men mig når nå nu og også om"
    " op opp oss os på seg sig sin skal som til tak takk var ved vi vil være",
    "Turkish": "ama ben bir biz bu ç daha de değil da en gibi her hiç için ile ise kadar ki mi mu"
    " nasıl ne olarak olan oldu olduğu sizin size siz sonra teşekkür var ve veya ya çok",
    "Indonesian or Malay": "ada adalah akan anda apa atau bagi bahwa bisa dan dari dengan di ini"
    " itu jika juga kami kamu karena ke kepada lebih mohon oleh pada sangat saya sudah telah terima"
    " kasih tidak untuk yang",
}
_FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in _OTHERS.items()}
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]")


def other_language(text: str) -> str | None:
    """Return the language that a text is plainly in where it is not English; None where it is.

    >>> other_language("Leider ist Ihr Paket noch nicht da, und wir können es nicht finden.")
    'German'
    """
    words = [word.lower() for word in _WORD.findall(text)]
    letters = "".join(words)
    if letters and 2 * len(_LATIN.findall(letters)) < len(letters):
        return "another script" if len(letters) >= 3 * LEAST_WORDS else None
    if len(words) < LEAST_WORDS:
        return None
    english = sum(word in _ENGLISH for word in words)
    counts = {
        language: sum(word in known for word in words)
        for language, known in _FUNCTION_WORDS.items()
    }
    language, count = max(counts.items(), key=lambda item: item[1])
    return language if count >= _SHARE * len(words) and count > _TIMES * english else None
