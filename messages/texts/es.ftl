# Borrador: esta traducción tiene que revisarla personal clínico que tenga el español como lengua materna.
# Las palabras propias del asistente en español. Una clínica puede cambiar cualquiera en su carpeta, en texts/es.ftl.
# Lo que pregunta y dice cada procedimiento no está aquí, sino en los protocolos.

## Al empezar

code-ask = Gracias. Escriba, por favor, el código de 6 cifras que le dio su clínica.
code-wrong = Ese no es el código. Mírelo otra vez, por favor; { $left ->
        [one] queda un intento.
       *[other] quedan { $left } intentos.
    }
code-locked = Este enlace ya está cerrado. Pida uno nuevo a su clínica, por favor.
link-neutral = Este enlace no se puede usar. Pida uno nuevo a su clínica, por favor.
link-needed = Hola. Acompaño a pacientes de { $clinic } después de una operación. Para empezar, abra el enlace que le dio su clínica o escanee su código.
    Si necesita hablar con la clínica ahora: { $phone }. En una emergencia, llame al { $emergency }.
stranger-danger = Si está en peligro, llame ahora al { $emergency } o llame a la clínica: { $phone }. He pasado sus palabras a { $clinic }, pero esto no es un servicio de emergencias.
hello = Hola, { $name }. Soy el asistente de seguimiento de { $clinic }. Soy un programa, no una persona: le pregunto cómo está y llevo sus respuestas a su equipo.
consent = Si está de acuerdo, le enviaré unas preguntas cortas antes y después de la operación, en algunos casos durante años. Sus respuestas, sus palabras y sus fotos se guardan cifradas y las lee el personal de { $clinic }. Los mensajes viajan por Telegram, y aquí no van cifrados de extremo a extremo. Puede dejarlo en cualquier momento con /stop, y pedir una copia o que se borren sus datos: vea /privacy. Es gratis, y decir que no no cambia nada en su atención.
not-emergency = Esto no es un servicio de emergencias. Si está en peligro, llame al { $emergency }; para hablar con la clínica, llame al { $phone }.
ask-consent = ¿Está de acuerdo? (versión { $version })
button-_agree = Estoy de acuerdo
button-_decline = No, gracias
declined = Está bien. No le escribiré. { $clinic } sigue ahí para usted, como siempre: { $phone }. Si cambia de idea, envíe /start.
ask-language = ¿Qué idioma prefiere?
ask-hour = ¿A qué hora del día puedo escribirle?
joined = Gracias, { $name }. Le escribiré hacia las { $hour }. Usted puede escribirme en cualquier momento, con sus propias palabras.
first-this = Antes de seguir, responda a esto, por favor:
welcome-back = Hola otra vez, { $name }.
help-short = /concern si no está a gusto con algo · /message para escribir a su equipo · /help para lo demás

## Comandos

help = Lo que puede hacer aquí, en cualquier momento:
    /concern – algo del resultado o de la atención le molesta o le preocupa
    /message – escribir al equipo de { $clinic }
    /status – qué viene ahora
    /settings – idioma, hora del día, zona horaria
    /stop – no recibir más mensajes míos · /resume – volver a empezar
    /privacy – qué se guarda y cuáles son sus derechos
    O simplemente escriba, o envíe una foto: lo lee una persona.
command-start = Empezar
command-help = Lo que puede hacer aquí
command-settings = Idioma, hora del día, zona horaria
command-language = Cambiar el idioma
command-status = Qué viene ahora
command-concern = Algo me molesta o me preocupa
command-message = Escribir a mi equipo
command-stop = No recibir más mensajes
command-resume = Volver a recibir mensajes
command-privacy = Qué se guarda y cuáles son sus derechos
settings = ¿Qué le gustaría cambiar?
button-_language = Idioma
button-_hour = Hora del día
button-_zone = Zona horaria
button-_done = Nada
ask-zone = ¿Dónde está ahora? Solo lo uso para escribirle a buena hora.
language-set = A partir de ahora escribo en español.
settings-kept = Guardado: escribo hacia las { $hour }, zona horaria { $zone }.
status = Le envío las preguntas hacia las { $hour } ({ $zone }).
status-episode = { $procedure }, { $on }, { $surgeon }
status-next = Las próximas: { $at }.
status-concern = Su equipo ya sabe que algo le molesta o le preocupa; le preguntaré si alguien se ha puesto en contacto con usted.
message = Escriba ahora su mensaje, por favor; lo siguiente que escriba irá a su equipo. También puede enviar fotos.
button-_cancel = Ahora no
privacy = Lo que guardo: su nombre, las fechas de su operación, lo que usted responde y escribe, y lo que yo le he escrito; todo cifrado, y solo lo lee el personal de { $clinic }. Los mensajes viajan por Telegram; las conversaciones con un bot no van cifradas de extremo a extremo.
privacy-agreed = Usted lo aceptó el { $on } (versión { $version }).
privacy-not-agreed = Usted no ha aceptado el seguimiento, así que no le escribo por mi cuenta.
privacy-rights = Para tener una copia, corregir algo o pedir que se borre, escríbalo aquí o llame al { $phone }. /stop detiene los mensajes al momento.
stopped = No le escribiré más. Su clínica lo sabe. Si algo le preocupa: { $clinic }, { $phone }; en una emergencia, { $emergency }. Con /resume vuelvo a empezar, y lo que escriba aquí sigue llegando a su equipo.
stopped-already = No le estoy enviando nada. Con /resume vuelvo a empezar.
resumed = Qué bien volver a tenerle aquí, { $name }. Sigo desde hoy; lo que no recibió en este tiempo no se envía con retraso.
not-stopped = Los mensajes están activados. /stop los detiene.

## Controles

check-in-hello = Hola, { $name }. En { $clinic } quieren saber cómo está. { $count ->
        [one] Una pregunta corta.
       *[other] { $count } preguntas cortas.
    }
check-in-about = Ahora, sobre: { $procedure }.
check-in-thanks = Gracias, { $name }. Por ahora es todo. Puede escribirme en cualquier momento, y /concern está siempre ahí.
thanks = Gracias, { $name }.
hint-scale = 0 es nada, 10 es lo peor que pueda imaginar.
button-_none = Nada de esto
button-_skip = Saltar esta pregunta
kept-words = Gracias. He guardado sus palabras tal como las escribió.
scale-same_day = Gracias por decirlo. He avisado a su equipo para que alguien lo mire.
scale-next_day = He avisado a su equipo.
scale-note = Lo he anotado para su equipo.
distress-heard = Gracias por contármelo. No debería llevar esto a solas. He avisado a su equipo para que una persona esté con usted, y dejamos las demás preguntas para otro día. Si se le hace demasiado antes de que llamen: { $line }, { $line_phone }.
reminder = { $name }, un pequeño recordatorio. Son menos de dos minutos.
gap-ended = Durante un rato no pude recibir nada, y puede que se haya perdido una respuesta que usted dio con un botón. Lo siento; aquí está otra vez:
still-waiting = Esto sigue pendiente:

## Lo que escriben los pacientes

kept = Gracias, { $name }. He guardado lo que escribió y lo he pasado a su equipo.
kept-media = Gracias, lo he recibido y lo he pasado a { $clinic }. Yo no puedo verlo; lo ve una persona.
kept-edit = He visto que cambió su mensaje, y también he pasado las palabras nuevas.
passed-on = Sus palabras ya están con su equipo.
who-reads = Alguien de { $clinic } lee esto, a más tardar el { $by }. Esto no es un servicio de emergencias: si no puede esperar, llame al { $phone }; si está en peligro, llame al { $emergency }.
who-reads-now = Se avisa a { $clinic } de inmediato, pero no espere la respuesta aquí. Si es urgente, llame al { $phone }; si está en peligro, llame al { $emergency }.
if-chosen = Si elige algo, se avisa a { $clinic } de inmediato; pero no espere la respuesta aquí. Si es urgente, llame al { $phone }; si está en peligro, llame al { $emergency }.
if-worse = Algunas de estas respuestas llegan a { $clinic } de inmediato; pero no espere la respuesta aquí. Si es urgente, llame al { $phone }; si está en peligro, llame al { $emergency }.
alerted = He avisado a { $clinic } en este mismo momento. No espere la respuesta aquí.
alert-taken = { $staff }, de { $clinic }, se ocupa ya de lo suyo.
alert-taken-still = Hasta que haya hablado con alguien, sigue valiendo lo que le dije: llame al { $phone }; si está en peligro, al { $emergency }.
staff-wrote = { $staff }, de { $clinic }, escribe:

## Peligro

danger-emergency = Lo que escribe puede ser una emergencia. Llame ahora al { $emergency }, por favor. No espere la respuesta aquí. También he avisado a { $clinic }.
danger-urgent = Para esto hace falta una persona, ahora. Llame a { $clinic }, por favor: { $phone }. Si nadie contesta en unos minutos, o si empeora, llame al { $emergency }. También he avisado a su equipo.
danger-same_day = Gracias por contármelo. He avisado a su equipo.
crisis = { $name }, me alegra mucho que haya escrito esto. Usted importa, y no tiene que pasar por esto a solas. Hable con alguien ahora, por favor: { $line }, { $line_phone }. Si cree que puede hacerse daño o está en peligro, llame al { $emergency }. Acabo de avisar a { $clinic }, y una persona tratará de ponerse en contacto con usted; no tiene que esperar a que lo haga: puede llamar al { $phone }. Soy un programa y no puedo ayudarle como lo haría una persona.
crisis-own-hands = Por favor, no intente cambiar nada de su cuerpo por su cuenta.

## Cuando algo molesta o preocupa

concern-thanks = Gracias por contármelo, { $name }. Es importante, y siento que lo esté viviendo así.
concern-mirror = Usted escribió: “{ $words }”
concern-safety = Primero, para que no se nos escape nada: ¿le está pasando algo de esto ahora mismo?
concern-which = ¿De qué operación se trata?
operation = { $name }, { $on }
concern-bothers = ¿Qué es lo que más le molesta o le preocupa? Puede tocar un botón o escribirlo con sus propias palabras.
button-_own_words = Con mis propias palabras
button-_cannot_say = No sé decirlo
concern-own-words = Escríbalo, por favor, como se lo contaría a una persona amiga. Al final lo verá otra vez y podrá no enviarlo. Si lo deja a medias, paso a su equipo lo que haya escrito para que alguien pueda llamarle; lo que suene a peligro les llega enseguida.
concern-weight = ¿Cuánto le afecta? 0 es casi nada, 10 es lo máximo.
button-_life = No me deja dormir, trabajar o ver gente
button-_despair = Así no puedo seguir
concern-felt = Es mucho lo que está llevando. Gracias por decirlo.
concern-choose = ¿Qué le ayudaría más? Elija lo que elija, puede volver a lo demás.
concern-again = Gracias por decirlo con franqueza. Sigue teniendo opciones, y una segunda opinión es su derecho:
button-_surgeon = Hablar con mi cirujano o cirujana
button-_photo = Mostrarlo con fotos
concern-photo = Una foto hecha siempre igual dice más que muchas palabras, porque se pueden comparar dos. La recibe el equipo de { $clinic }; yo no puedo valorarla, lo hace una persona. ¿Qué vista hacemos?
photo-in-person = Es mejor no enviar fotos de esta parte del cuerpo por mensajería, así que no se las pido. Alguien de { $clinic } puede organizarlas con usted, en privado y con la misma luz que las de antes.
button-_arrange = Organizarlas conmigo
photo-view = { $view }: { $how }
photo-send = Envíela cuando le venga bien.
photo-same = Envió esta vista el { $on }. Si puede, hágala desde el mismo sitio.
photo-got = { $view }: ya la tengo, gracias.
photo-retake = Mírela un momento: ¿nítida, con luz uniforme, sin cortar nada? Si no, envíe otra sin más.
button-_shown = Eso es todo, seguir
button-_another_view = Otra vista
button-_options = ¿Qué opciones tengo?
button-_policy = Honorarios y reglas de la clínica
policy-differ = No conozco la respuesta en su caso, y cada clínica tiene sus reglas. Lo que ayuda es preguntar antes de decidir nada: quién asume los honorarios del cirujano o cirujana, quién los del centro, quién los de la anestesia; hasta cuándo vale; y qué deja fuera. Pídalo por escrito.
policy-own = Esto es lo que su clínica tiene establecido sobre las segundas operaciones, con sus palabras:
policy-until = Contado desde su operación, el plazo de este texto termina el { $on }. Si se aplica en su caso, solo puede decírselo su clínica.
policy-clinic = La clínica asume: { $fees }.
policy-patient = El o la paciente asume: { $fees }.
policy-ask = Qué significa en su caso solo puede decírselo su clínica. Lo que respondió aquí sobre las indicaciones sirve para cuidarle, no para decidir esto.
fee-surgeon = los honorarios del cirujano o cirujana
fee-facility = los del centro
fee-anaesthesia = los de la anestesia
fee-laboratory = el laboratorio
fee-implant = el implante
fee-garment = las prendas
fee-medicines = los medicamentos
button-_ask_team = Preguntar a mi equipo qué significa para mí
complaint-medical = Eso hay que explorarlo, aparezca cuando aparezca. Acabo de avisar a su equipo, aparte de lo que elija aquí, para que { $surgeon } u otra persona del equipo lo vea.
button-_second_opinion = Una segunda opinión
button-_agreed = ¿Qué se acordó antes de la operación?
button-_wait = Esperar, y que me pregunte más adelante
button-_complaint = Quiero presentar una queja
button-_somebody = Hablar con otra persona
button-_back = Volver
concern-call = ¿Cuándo puede llamarle { $surgeon }, o alguien de su parte?
slot = { $start } a { $end }
button-_write = Prefiero que sea por escrito
concern-write = Escriba, por favor, lo que su equipo debería saber o lo que quiera preguntar.
concern-write-complaint = Escriba, por favor, su queja. Llega a { $head } a través de su equipo.
concern-write-complaint-alone = Escriba, por favor, su queja para { $head }. Llega a través de su equipo, o solo a { $head } si lo elige antes de enviarla.
button-_as_it_is = Enviarlo tal como está
concern-options = Esto es lo que pueden plantearse quienes operan y sus pacientes. Leer sobre una opción no decide nada. ¿Cuál le explico?
button-_more_options = Otra opción
option-title = { $option }
option-means = Qué significa: { $text }
option-when = Cuándo: { $text }
option-any-time = se puede hablar de ello en cualquier momento.
option-from = en su caso, por lo general a partir del { $on }, porque el tejido tiene que recuperarse primero. Cuando hay un motivo médico, no se espera.
option-since = se puede hablar de ello desde el { $on }. Si es posible en su caso, solo lo muestra una exploración.
option-cannot = Lo que no puede hacer: { $text }
option-decides = Quién decide: { $text }
option-blocks = Conviene saberlo antes: { $why }
option-not-advice = Esto es una explicación, no un consejo. { $surgeon } puede decirle qué se aplica en su caso.
second-opinion = Preguntar a otro cirujano o cirujana es su derecho, y no cambia nada en su atención aquí. Busque a alguien especialista en cirugía plástica que haga a menudo esta operación, y pregunte tres cosas: qué se puede conseguir, qué no, y qué pasa si espera. { $surgeon } es quien mejor conoce su operación, y muchas personas piden ambas opiniones.
second-opinion-packet = Ayuda llevar unos papeles: qué se hizo y cuándo, qué esperaba, qué le molesta con sus palabras, sus respuestas a los controles y las fotos que envió aquí. No incluyen lo que se guardó para usted o escribió solo a quien le operó, ni las respuestas sobre las indicaciones. Alguien de { $clinic } los revisa y se los entrega; usted decide adónde los lleva. ¿Los pido?
papers-asked = En { $clinic } preparan sus papeles, a más tardar el { $by }.
complaint-answered = { $head } responderá a su queja, a más tardar el { $by }.
papers-title = { $procedure }, { $on }: lo que ha reunido el seguimiento
papers-made = Reunido para la persona operada, que lo pidió el { $on }. Son sus propias respuestas y palabras; nadie las ha valorado.
papers-before = Antes de la operación
papers-bothers = Lo que le molesta ahora
papers-answers = Respuestas, por orden de fecha
papers-pictures = Fotos enviadas
papers-ready = { $name }, sus papeles para una segunda opinión están listos; los ha revisado { $staff }, de { $clinic }. Para recogerlos, llame al { $phone } o pase por la clínica. Son suyos: puede enseñarlos a quien quiera.
button-_packet = Sí, preparen mis documentos
agreed-hopes = Antes de la operación, el { $on }, usted escribió lo que esperaba: “{ $words }”
agreed-realistic = Y esto es lo que usted había entendido que era realista: “{ $words }”
agreed-nothing = No tengo palabras suyas de antes de la operación. { $surgeon } tiene las notas de lo que se acordó y puede repasarlas con usted.
agreed-talk = Puede que una parte se haya cumplido, que otra todavía cambie y que otra no. { $surgeon } puede repasarlo con usted, punto por punto.
concern-wait = ¿Cuándo le vuelvo a preguntar?
button-_2_weeks = En 2 semanas
button-_4_weeks = En 4 semanas
button-_visit = Visita hacia el { $on }
concern-waits = Bien. Le vuelvo a preguntar el { $on }, { $name }. Su equipo tiene una nota de que usted está esperando, y hasta cuándo. Si antes le afecta más, /concern está ahí a cualquier hora.
complaint = Puede presentar una queja, y eso no cambia nada en su atención. Así se hace en su clínica:
button-_write_complaint = Escribir mi queja ahora
concern-somebody = ¿Con quién le gustaría hablar?
button-_doctor = Otro médico o médica de la clínica
button-_nurse = Una enfermera o un enfermero
button-_support = Hablar con alguien de cómo me siento
summary = Esto es lo que enviaría a { $clinic } en su nombre:
summary-bothers = Lo que me molesta o me preocupa: { $what }
summary-words = Con mis palabras: “{ $words }”
summary-weight = Cuánto me afecta: { $weight } de 10
summary-burden-life = Cuánto me afecta: no me deja dormir, trabajar o ver gente
summary-burden-despair = Cuánto me afecta: así no puedo seguir
summary-route-surgeon = Me gustaría que mi cirujano o cirujana se pusiera en contacto conmigo.
summary-route-photo = Me gustaría que alguien mirara fotos conmigo y me dijera qué ve.
summary-route-policy = Me gustaría saber qué significa para mí lo que tiene establecido la clínica.
summary-route-second_opinion = Me gustaría tener una segunda opinión y los documentos para pedirla.
summary-route-complaint = Quiero presentar una queja.
summary-route-somebody = Me gustaría hablar con alguien que no sea mi cirujano o cirujana.
summary-route-distress = Me está afectando mucho.
button-_only_surgeon = Enviarlo solo a quien me operó
button-_only_head = Enviarlo solo a quien responde las quejas
sealed = Solo { $reader } ve sus palabras. El equipo ve que hay algo suyo para { $reader } y se encarga de que lo lea. Lo que suene a peligro llega a todo el equipo.
summary-ask = ¿Lo envío?
button-_send = Sí, enviarlo
button-_change = Añadir algo
button-_keep = No enviarlo
concern-sent = Su equipo ya lo tiene, { $name }. El { $again } le pregunto si alguien se ha puesto en contacto con usted.
concern-sent-sealed = Ya lo tiene { $reader }, { $name }. El { $again } le pregunto si alguien se ha puesto en contacto con usted.
concern-not-now = Está bien, { $name }. Su equipo lo sabe, y puede que alguien se ponga en contacto de todos modos. El { $again } le pregunto si lo hicieron.
concern-kept = Se queda con usted, { $name }. Su equipo solo sabrá que hay algo con lo que no está a gusto y que ahora no desea que le contacten; no verá nada de lo que usted escribió. Le vuelvo a preguntar el { $on }; antes de eso, /concern está ahí a cualquier hora.
concern-kept-known = No envío nada más, { $name }. Lo que su equipo ya sabe se queda con ellos, y puede que alguien le llame por eso. Le vuelvo a preguntar el { $on }; antes de eso, /concern está ahí a cualquier hora.
concern-words-kept = Lo he añadido a lo que me contó.
concern-goes-on = Sigamos donde lo dejamos:
concern-reminder = Usted empezó a contarme lo que le molesta o le preocupa, y es importante. He dicho a su equipo que empezó, con sus palabras, para que alguien pueda llamarle. Si quiere, siga aquí:
concern-lapsed = Por ahora cierro esta pregunta; lo que me contó ya lo he pasado a su equipo. Con /concern se abre otra vez, en cualquier momento, y en dos días le pregunto si alguien se ha puesto en contacto con usted.
concern-lapsed-distress = No he sabido de usted, y he pedido otra vez a { $clinic } que le llamen. No tiene que escribir, y puede hacerlo a cualquier hora. Para hablar está { $line }, { $line_phone }; si está en peligro, { $emergency }; la clínica: { $phone }. /concern está ahí siempre que quiera, y en dos días le pregunto si alguien se ha puesto en contacto con usted.
concern-distress = { $name }, esto suena muy duro, y lo siento. Lo que más ayudaría ahora es una persona, no una lista de cosas entre las que elegir. Su equipo ya está avisado. Si no puede más antes de que llamen, hable con alguien ahora mismo: { $line }, { $line_phone }.
concern-reach = ¿Cómo pueden ponerse en contacto con usted?
button-_call_me = Llámenme, por favor
button-_rather_write = Prefiero escribir
button-_not_now = Ahora no
concern-offer = Parece que hay algo con lo que no está a gusto. ¿Lo vemos paso a paso? Son dos minutos, y usted elige qué pasa después.
concern-offer-unsure = De esto no puedo saber cómo se siente, y no hace falta que usted lo tenga claro. ¿Lo vemos paso a paso? Son dos minutos, y usted elige qué pasa después.
button-_talk = Sí, hablemos de ello
button-_just_pass_on = No, solo páselo a mi equipo

## En qué punto está la recuperación

stage-before = Su operación es el { $on }.
stage-day = Hoy es el día { $day } después de la operación. El resultado suele valorarse entre el día { $start } y el día { $end }.
stage-judged = En su caso, eso es entre el { $start } y el { $end }. Y no le quita importancia a cómo se siente ahora.
stage-visit = La próxima visita prevista con { $surgeon } es hacia el { $on }; puede pedir que sea antes.
stage-no-visit = No hay más visitas previstas, pero { $surgeon } puede verle si usted lo pide.

## Dos días después

closing-called = { $name }, nos contó que algo le molesta o le preocupa. ¿Alguien de { $clinic } se ha puesto en contacto con usted?
button-_yes = Sí
button-_no = No, nadie
closing-feeling = ¿Y cómo se siente ahora con eso?
look-again = { $name }, me contó que algo le molesta o le preocupa, y le dije que volvería a preguntarle. ¿Cómo se siente ahora con eso?
closing-told = Gracias por decirlo. Su equipo también lo sabe ahora.
button-_better = Mejor
button-_same = Igual
button-_worse = Peor
closing-better = Me alegro, { $name }. Si vuelve a molestarle, /concern está siempre ahí, dentro de un mes o de diez años.
closing-nobody = Siento, { $name }, que siga esperando. He avisado otra vez a { $clinic }.
closing-again = El { $on } le pregunto una vez más.
closing-route = No tiene que esperar a que le llamen: llame al { $phone }, por favor, y diga que ya lo ha pedido varias veces. Pedir la opinión de otro cirujano o cirujana es su derecho, y con /concern también puede presentar una queja. Le vuelvo a preguntar el { $on }.

## Cambios

surgery-moved = { $name }, su operación está prevista ahora para el { $on }. He cambiado de fecha lo que quedaba por venir.
episode-added = { $name }, también le acompañaré en esto: { $procedure }, { $on }.
button-pressed-late = Esa pregunta se cerró. Siga más abajo.

## Para el personal, y para quien el bot no conoce

staff-hello = Hola, { $staff }. Usted está en la lista del personal de { $clinic }, y los avisos pueden llegarle aquí. Para contestar a un paciente, responda al propio mensaje del aviso; pulse «I take it» para hacerse cargo.
stranger-kept = He pasado sus palabras a { $clinic }. Si no puede esperar, llame al { $phone }; si está en peligro, llame al { $emergency }.
