"""Spanish."""

from __future__ import annotations

import re

from williams_export_podcast.conversation.phrases.book import PhraseBook, fitting, kinds

SPANISH = PhraseBook(
    opening_chapter="Bienvenida",
    closing_chapter="Para llevar",
    by=", de {names}",
    and_word="y",
    others="y otros",
    opening_one="Bienvenidos. Hoy leemos «{title}»{by}.",
    opening_many="Bienvenidos. Hoy tenemos {count} fuentes sobre la mesa y un solo tema: «{title}».",
    opening_reply="Lo tengo todo delante y me voy a ceñir al texto.",
    little_prose="Tiene poco texto corrido, sobre todo listas y código, así que será breve.",
    source_first="Empezamos con «{title}»{by}.",
    source_next=(
        "Dejemos eso a un lado y abramos la siguiente fuente: «{title}»{by}.",
        "La siguiente fuente se titula «{title}»{by}. ¿Qué aporta?",
        "Y ahora «{title}»{by}. ¿De qué trata esta?",
    ),
    first_question="Entonces, ¿de qué se trata?",
    leads={
        "abstract": ("Antes de entrar en detalle: ¿cuál es la versión corta?",),
        "introduction": ("Pongámonos en situación. ¿Por dónde empieza?", "¿Cuál es el punto de partida?"),
        "background": ("¿Qué hay que saber primero?",),
        "method": ("¿Y cómo lo hacen?",),
        "results": ("¿Y qué salió de ahí?", "¿Qué encontraron, entonces?"),
        "discussion": ("¿Cómo hay que entenderlo?",),
        "limitations": ("¿Y dónde están los puntos débiles?",),
        "conclusion": ("Entonces, ¿qué conclusión sacan?",),
    },
    kinds=kinds(
        abstract="resumen|abstract|síntesis",
        introduction="introducción|prefacio|prólogo|motivación",
        background="antecedentes|contexto|estado del arte|trabajos relacionados|historia",
        method="métodos?|metodología|enfoque|materiales",
        results="resultados?|evaluación|experimentos|hallazgos",
        limitations="limitaciones|límites",
        discussion="discusión|análisis|interpretación",
        conclusion="conclusi(?:ón|ones)|perspectivas|trabajo futuro",
    ),
    section=(
        "La siguiente parte se titula «{section}». ¿Qué contiene?",
        "Después viene la parte «{section}».",
        "Quería preguntarte por «{section}».",
        "Pasemos a «{section}». ¿Qué debería saber?",
        "¿Qué dicen bajo el título «{section}»?",
        "Siguiente título: «{section}».",
        "¿Y «{section}»? Eso me dio curiosidad.",
        "Pasemos la página: «{section}».",
    ),
    section_solo=(
        "La siguiente parte se titula «{section}».",
        "Después viene «{section}».",
        "Pasemos a «{section}».",
        "Esto es lo que se lee bajo «{section}».",
    ),
    prompts=(
        "Sigue.",
        "¿Qué más dice ahí?",
        "De acuerdo. ¿Y más allá de eso?",
        "Hasta aquí te sigo.",
        "¿Y cómo continúa?",
        "Déjame pensarlo un momento. ¿Qué viene después?",
        "Cuéntame un poco más.",
        "No lo había visto así. ¿Qué más?",
        "Muy bien. ¿Y entonces?",
        "Entendido. ¿Y luego?",
        "Es bueno saberlo. ¿Qué sigue?",
        "Quedémonos un momento con eso.",
        "¿Y qué añaden?",
    ),
    fitting_prompts=fitting(
        example=(r"por ejemplo|supongamos|imaginemos", ("¿Hay algún ejemplo?",)),
        contrast=(
            r"sin embargo|pero|no obstante|en cambio|aunque|por desgracia",
            ("¿Hay algún pero?", "¿Y eso vale siempre?"),
        ),
        consequence=(
            r"por (?:lo )?tanto|así|por eso|en consecuencia",
            ("¿Y qué se sigue de eso?", "¿Adónde lleva eso?"),
        ),
    ),
    term_prompts=(
        "Leo a menudo las palabras «{term}». ¿Qué hay de eso?",
        "¿Y qué hay de «{term}»?",
        "¿Qué dice el texto sobre «{term}»?",
    ),
    number_reactions=(
        "{number}. Esa cifra hay que recordarla.",
        "Espera, ¿{number}? Lo apunto.",
        "Hablamos, pues, de {number}.",
    ),
    quote_intros=(
        "Aquí subrayé una línea.",
        "¿Puedo leer una frase en voz alta?",
        "Esta frase me llamó la atención.",
        "Aquí hice una marca en el margen.",
    ),
    attributions=("El texto dice:", "Con sus propias palabras:", "Así está escrito:", "Cito:", "Ahí se lee:"),
    closing_question="Se nos acaba el tiempo. Si me quedo con una sola frase de «{title}», ¿cuál debería ser?",
    closing_attribution="Yo me quedaría con esta:",
    farewell="Me la llevo. Cada línea de este episodio remite al párrafo del que procede.",
    thanks="Gracias por escuchar.",
    solo_opening="Esta es una lectura de «{title}»{by}.",
    solo_closing="Si hay que quedarse con una frase, que sea esta:",
    first_person=re.compile(r"\b(?:nosotros|nuestr\w*|nos|yo|mis?|\w+(?:amos|emos|imos))\b", re.IGNORECASE),
)
