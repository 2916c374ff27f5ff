# The bot's own words in Brazilian Portuguese. A draft: it needs the review of a clinician who speaks it natively.

## Joining

code-ask = Obrigado. Digite, por favor, o código de 6 dígitos da sua clínica.
code-wrong = Não é esse o código. Confira, por favor; { $left ->
        [one] resta uma tentativa.
       *[other] restam { $left } tentativas.
    }
code-locked = Este link não vale mais. Peça um novo à sua clínica, por favor.
link-neutral = Este link não pode ser usado. Peça um novo à sua clínica, por favor.
link-needed = Olá. Eu acompanho pacientes de { $clinic } depois da cirurgia. Para começar, abra o link que sua clínica deu a você ou escaneie o QR code.
    Se precisar da clínica agora: { $phone }. Em uma emergência, ligue para { $emergency }.
stranger-danger = Se você está em perigo, ligue agora para { $emergency } ou para a clínica: { $phone }. Repassei sua mensagem a { $clinic }, mas isto não é um serviço de emergência.
hello = Olá, { $name }. Sou o assistente de acompanhamento de { $clinic }. Sou um programa, não uma pessoa; pergunto como você está e levo suas respostas à sua equipe.
consent = Se você concordar, envio perguntas curtas antes e depois da cirurgia, algumas durante anos. Suas respostas, palavras e fotos ficam guardadas com criptografia e são lidas pela equipe de { $clinic }. As mensagens passam pelo Telegram e aqui não têm criptografia de ponta a ponta. Você pode parar quando quiser com /stop e pedir uma cópia ou a exclusão: veja /privacy. É gratuito, e recusar não muda em nada o seu atendimento.
not-emergency = Isto não é um serviço de emergência. Em caso de perigo, ligue para { $emergency }; para falar com a clínica, ligue para { $phone }.
ask-consent = Você concorda? (versão { $version })
button-_agree = Concordo
button-_decline = Não, prefiro não participar
declined = Tudo bem. Não vou escrever a você. { $clinic } continua à disposição como sempre: { $phone }. Se mudar de ideia, envie /start.
ask-language = Que idioma você prefere?
ask-hour = Em que horário posso escrever?
joined = Obrigado, { $name }. Vou escrever por volta das { $hour }. Você pode me escrever a qualquer momento, com suas palavras.
first-this = Antes de continuar, responda isto, por favor:
welcome-back = Olá de novo, { $name }.
help-short = /concern se algo não está bom para você · /message para escrever à sua equipe · /help para o resto

## Commands

help = O que você pode fazer aqui, a qualquer momento:
    /concern – algo no resultado ou no atendimento incomoda você
    /message – escrever à equipe de { $clinic }
    /status – o que está previsto
    /settings – idioma, horário, fuso horário
    /stop – não receber mais mensagens · /resume – voltar a receber
    /privacy – o que fica guardado, e seus direitos
    Ou simplesmente escreva, ou mande uma foto: uma pessoa lê.
command-start = Começar
command-help = O que você pode fazer aqui
command-settings = Idioma, horário, fuso horário
command-language = Mudar o idioma
command-status = O que está previsto
command-concern = Algo me incomoda
command-message = Escrever à minha equipe
command-stop = Não receber mais mensagens
command-resume = Receber mensagens de novo
command-privacy = O que fica guardado, e seus direitos
settings = O que você gostaria de mudar?
button-_language = Idioma
button-_hour = Horário
button-_zone = Fuso horário
button-_done = Nada
ask-zone = Onde você está agora? Uso isso só para escrever em um bom horário.
language-set = De agora em diante escrevo em português.
settings-kept = Anotado: escrevo por volta das { $hour }, horário de { $zone }.
status = Minhas perguntas chegam por volta das { $hour } ({ $zone }).
status-episode = { $procedure }, { $on }, { $surgeon }
status-next = As próximas: { $at }.
status-concern = Sua preocupação está com a equipe; vou perguntar se alguém entrou em contato.
message = Escreva agora sua mensagem, por favor; o que você escrever em seguida vai para a sua equipe. Também pode mandar fotos.
button-_cancel = Agora não
privacy = O que eu guardo: seu nome, as datas da cirurgia, o que você responde e escreve e o que eu escrevi a você; com criptografia, e lido só pela equipe de { $clinic }. As mensagens passam pelo Telegram; conversas com bots não têm criptografia de ponta a ponta.
privacy-agreed = Você concordou com isto em { $on } (versão { $version }).
privacy-not-agreed = Você não concordou com o acompanhamento aqui, por isso não escrevo por conta própria.
privacy-rights = Para receber uma cópia, corrigir ou excluir algo, escreva aqui ou ligue para { $phone }. /stop encerra as mensagens na hora.
stopped = Não vou mais escrever a você. Sua clínica sabe. Se algo preocupar você: { $clinic }, { $phone }; em uma emergência, { $emergency }. Com /resume eu recomeço, e o que você escrever aqui continua chegando à sua equipe.
stopped-already = Não estou enviando nada a você. Com /resume eu recomeço.
resumed = Que bom ter você de volta, { $name }. Sigo a partir de hoje; nada do que passou é enviado com atraso.
not-stopped = As mensagens estão ativas. Para parar, envie /stop.

## Check-ins

check-in-hello = Olá, { $name }, { $clinic } gostaria de saber como você está. { $count ->
        [one] Uma pergunta curta.
       *[other] { $count } perguntas curtas.
    }
check-in-about = Agora sobre: { $procedure }.
check-in-thanks = Obrigado, { $name }. Por enquanto é só. Você pode me escrever a qualquer momento, e /concern está sempre aí.
thanks = Obrigado, { $name }.
hint-scale = 0 é nenhuma, 10 a pior que você imagina.
button-_none = Nada disso
button-_skip = Pular
kept-words = Obrigado, guardei suas palavras como você escreveu.
scale-same_day = Obrigado por dizer. Avisei sua equipe, para que alguém veja.
scale-next_day = Avisei sua equipe.
scale-note = Anotei para a sua equipe.
distress-heard = Obrigado por me contar. Você não deveria carregar isso sem ninguém ao lado. Avisei sua equipe, para que uma pessoa possa estar com você, e deixamos as outras perguntas para outro dia. Se ficar pesado demais antes de ligarem: { $line }, { $line_phone }.
reminder = { $name }, um pequeno lembrete. Leva menos de dois minutos.
gap-ended = Por um tempo não consegui receber mensagens, e um toque seu pode ter se perdido. Sinto muito; aqui está de novo:
still-waiting = Isto ainda está em aberto:

## Words from patients

kept = Obrigado, { $name }. Guardei o que você escreveu e repassei à equipe.
kept-media = Obrigado, recebi e repassei a { $clinic }. Eu não consigo olhar; uma pessoa olha.
kept-edit = Vi que você mudou sua mensagem, e repassei também o texto novo.
passed-on = Sua mensagem está com a equipe.
who-reads = Alguém de { $clinic } lê isto até { $by }. Isto não é um serviço de emergência: se não puder esperar, ligue para { $phone }; em caso de perigo, ligue para { $emergency }.
who-reads-now = { $clinic } é avisada na hora, mas não espere uma resposta aqui. Se for urgente, ligue para { $phone }; em caso de perigo, ligue para { $emergency }.
if-chosen = Se você escolher algum desses sinais, { $clinic } é avisada na hora; mas não espere uma resposta aqui. Se for urgente, ligue para { $phone }; em caso de perigo, ligue para { $emergency }.
if-worse = Algumas destas respostas vão na hora para { $clinic }; mas não espere uma resposta aqui. Se for urgente, ligue para { $phone }; em caso de perigo, ligue para { $emergency }.
alerted = Avisei { $clinic } no mesmo instante. Não espere uma resposta aqui.
alert-taken = { $staff }, de { $clinic }, já está com isso em mãos.
alert-taken-still = Até você falar com alguém, continua valendo o que eu disse: ligue para { $phone }; em caso de perigo, { $emergency }.
staff-wrote = { $staff }, de { $clinic }, escreve:

## Danger

danger-emergency = O que você escreveu pode ser uma emergência. Ligue agora para { $emergency }, por favor. Não espere uma resposta aqui. Avisei também { $clinic }.
danger-urgent = Uma pessoa precisa ver isto agora. Ligue para { $clinic }, por favor: { $phone }. Se ninguém atender em poucos minutos, ou piorar, ligue para { $emergency }. Avisei também sua equipe.
danger-same_day = Obrigado por me dizer. Avisei sua equipe.
crisis = { $name }, que bom que você escreveu isto. Você é importante, e não precisa passar por isso sem ajuda. Fale com alguém agora, por favor: { $line }, { $line_phone }. Se existe o risco de você se machucar, ou se está em perigo, ligue para { $emergency }. Acabei de avisar { $clinic }, e uma pessoa vai tentar falar com você; você não precisa esperar por isso: pode ligar para { $phone }. Eu sou um programa e não consigo ajudar como uma pessoa.
crisis-own-hands = Por favor, não tente mudar nada no seu corpo por conta própria.

## The concern

concern-thanks = Obrigado por me contar, { $name }. Isso importa, e sinto muito que você esteja assim.
concern-mirror = Você escreveu: “{ $words }”
concern-safety = Primeiro, para que nada passe despercebido: você tem algum destes sinais agora?
concern-which = É sobre qual procedimento?
operation = { $name }, { $on }
concern-bothers = O que mais incomoda você? Toque em uma opção ou escreva com suas palavras.
button-_own_words = Com minhas palavras
button-_cannot_say = Não sei dizer
concern-own-words = Escreva como contaria a alguém próximo. No fim você vê tudo mais uma vez e pode guardar para si. Se parar no meio, passo à equipe o que você escreveu, para que alguém possa ligar; palavras que soam como perigo vão na hora.
concern-weight = Quanto isso pesa em você? 0 é quase nada, 10 é o máximo.
button-_life = Atrapalha meu sono, trabalho ou convívio
button-_despair = Não consigo continuar assim
concern-felt = É muita coisa para carregar. Obrigado por dizer.
concern-choose = O que mais ajudaria você? Seja qual for a escolha, você pode voltar às outras.
concern-again = Obrigado por falar abertamente. Você ainda tem opções, e uma segunda opinião é seu direito:
button-_surgeon = Falar com quem fez meu procedimento
button-_photo = Mostrar em fotos
concern-photo = Uma foto tirada sempre do mesmo jeito diz mais que muitas palavras, porque dá para comparar duas. Ela vai para a equipe de { $clinic }; eu não consigo avaliar, uma pessoa avalia. Qual ângulo vamos fazer?
photo-in-person = Fotos desta parte do corpo é melhor não mandar por mensagem, por isso não peço nenhuma. Alguém de { $clinic } pode combinar as fotos com você, em particular, com a mesma luz das anteriores.
button-_arrange = Quero combinar
photo-view = { $view }: { $how }
photo-send = Envie quando for bom para você.
photo-same = Você enviou este ângulo em { $on }. Se puder, tire do mesmo lugar.
photo-got = { $view }: já recebi, obrigado.
photo-retake = Dê uma olhada: está nítida, com luz por igual, sem nada cortado? Se não, é só mandar outra.
button-_shown = É isso, continuar
button-_another_view = Outro ângulo
button-_options = Quais são minhas opções?
button-_policy = Honorários e regras da clínica
policy-differ = Não sei a resposta no seu caso, e as regras mudam de clínica para clínica. O que ajuda é perguntar, antes de decidir qualquer coisa: quem paga os honorários de quem opera, quem paga as taxas da clínica ou do hospital, quem paga os honorários da anestesia; até quando isso vale; e o que fica de fora. Peça por escrito.
policy-own = Isto é o que sua clínica estabeleceu sobre segundas operações, nas palavras dela:
policy-until = Contando a partir da sua cirurgia, o prazo deste texto termina em { $on }. Se ele vale para você, só sua clínica pode dizer.
policy-clinic = A clínica paga: { $fees }.
policy-patient = O paciente ou a paciente paga: { $fees }.
policy-ask = O que isso significa no seu caso, só sua clínica pode dizer. Suas respostas aqui sobre as orientações servem para o seu cuidado, não para decidir isso.
fee-surgeon = os honorários de quem opera
fee-facility = as taxas da clínica ou do hospital
fee-anaesthesia = os honorários da anestesia
fee-laboratory = o laboratório
fee-implant = o implante
fee-garment = as cintas ou malhas
fee-medicines = os medicamentos
button-_ask_team = Perguntar à equipe o que vale para mim
complaint-medical = Isso é algo para ser examinado, não importa quando apareça. Já avisei sua equipe, seja qual for sua escolha aqui, para que { $surgeon } ou alguém da equipe veja.
button-_second_opinion = Uma segunda opinião
button-_agreed = O que foi combinado antes da cirurgia?
button-_wait = Esperar; me pergunte de novo depois
button-_complaint = Quero fazer uma reclamação
button-_somebody = Falar com outra pessoa
button-_back = Voltar
concern-call = Quando { $surgeon }, ou alguém a pedido de { $surgeon }, pode ligar para você?
slot = { $start } até { $end }
button-_write = Prefiro por escrito
concern-write = Escreva o que sua equipe precisa saber, ou o que você quer perguntar.
concern-write-complaint = Escreva sua reclamação. Ela chega a { $head } por meio da sua equipe.
concern-write-complaint-alone = Escreva sua reclamação para { $head }. Ela chega por meio da sua equipe, ou só a { $head } se você escolher isso antes de enviar.
button-_as_it_is = Enviar como está
concern-options = Isto é o que pacientes e cirurgiões podem considerar. Ler sobre uma opção não decide nada. Qual posso explicar?
button-_more_options = Outra opção
option-title = { $option }
option-means = O que significa: { $text }
option-when = Quando: { $text }
option-any-time = pode ser conversado a qualquer momento.
option-from = no seu caso, geralmente a partir de { $on }, porque o tecido precisa se recuperar primeiro. Quando há um motivo médico, não se espera.
option-since = já se pode conversar sobre isso desde { $on }. Se é possível no seu caso, só um exame na consulta mostra.
option-cannot = Quais são os limites: { $text }
option-decides = Quem decide: { $text }
option-blocks = Bom saber antes: { $why }
option-not-advice = Isto é uma explicação, não um conselho. { $surgeon } pode dizer o que vale para você.
second-opinion = Perguntar a outro cirurgião ou cirurgiã é seu direito, e não muda nada no seu atendimento aqui. Procure alguém especialista em cirurgia plástica que faça esse procedimento com frequência, e pergunte três coisas: o que dá para alcançar, o que não dá, e o que acontece se você esperar. { $surgeon } conhece melhor o seu procedimento, e muita gente ouve as duas opiniões.
second-opinion-packet = Ajuda levar papéis: o que foi feito e quando, o que você esperava, o que você contou que incomoda, suas respostas e as fotos que mandou aqui. Não entram: o que você guardou para si ou escreveu só para quem fez seu procedimento, nem as respostas sobre seguir orientações. Alguém de { $clinic } confere e entrega a você; para onde levar é escolha sua. Posso pedir?
papers-asked = { $clinic } prepara seus papéis até { $by }.
complaint-answered = { $head } responde à sua reclamação até { $by }.
papers-title = { $procedure }, { $on }: o que o acompanhamento trouxe
papers-made = Reunido para a própria pessoa, a pedido dela, em { $on }. São as respostas e palavras dela; ninguém as avaliou.
papers-before = Antes da cirurgia
papers-bothers = O que incomoda agora
papers-answers = Respostas, por ordem de data
papers-pictures = Fotos enviadas
papers-ready = { $name }, seus papéis para uma segunda opinião estão prontos; { $staff }, de { $clinic }, conferiu. Ligue para { $phone }, ou passe lá, para buscá-los. São seus: mostre a quem quiser.
button-_packet = Sim, preparem meus papéis
agreed-hopes = Antes da cirurgia, em { $on }, você escreveu o que esperava: “{ $words }”
agreed-realistic = E isto é o que você tinha entendido que era realista: “{ $words }”
agreed-nothing = Não tenho palavras suas de antes da cirurgia. { $surgeon } tem as anotações do que foi combinado e pode rever com você.
agreed-talk = Uma parte pode ter acontecido, outra ainda pode mudar, outra talvez não. { $surgeon } pode ver isso com você, ponto por ponto.
concern-wait = Quando devo perguntar de novo?
button-_2_weeks = Em 2 semanas
button-_4_weeks = Em 4 semanas
button-_visit = Por volta de { $on }, no próximo retorno
concern-waits = Combinado. Pergunto de novo em { $on }, { $name }. Deixei anotado para a equipe que você está esperando, e até quando. Se pesar mais antes disso, /concern está aí a qualquer hora.
complaint = Você pode fazer uma reclamação, e isso não muda nada no seu atendimento. Na sua clínica é assim:
button-_write_complaint = Escrever minha reclamação agora
concern-somebody = Com quem você gostaria de falar?
button-_doctor = Outro médico ou médica da clínica
button-_nurse = Alguém da enfermagem
button-_support = Alguém para falar de como me sinto
summary = Isto é o que eu enviaria a { $clinic }, em seu nome:
summary-bothers = O que me incomoda: { $what }
summary-words = Nas minhas palavras: “{ $words }”
summary-weight = Quanto pesa: { $weight } de 10
summary-burden-life = Quanto pesa: atrapalha meu sono, trabalho ou convívio
summary-burden-despair = Quanto pesa: não consigo continuar assim
summary-route-surgeon = Gostaria que quem fez meu procedimento falasse comigo.
summary-route-photo = Gostaria que alguém olhasse fotos comigo e me dissesse o que vê.
summary-route-policy = Gostaria de saber o que as regras da clínica significam para mim.
summary-route-second_opinion = Gostaria de uma segunda opinião e dos papéis para ela.
summary-route-complaint = Quero fazer uma reclamação.
summary-route-somebody = Gostaria de falar com alguém que não seja quem fez meu procedimento.
summary-route-distress = Isso pesa muito em mim.
button-_only_surgeon = Enviar só a quem fez meu procedimento
button-_only_head = Enviar só a quem responde às reclamações
sealed = Só { $reader } vê suas palavras. A equipe vê que há algo seu esperando por { $reader } e cuida para que seja lido. Palavras que soam como perigo vão para toda a equipe.
summary-ask = Posso enviar?
button-_send = Enviar
button-_change = Acrescentar algo
button-_keep = Não enviar
concern-sent = Sua equipe já recebeu, { $name }. Em { $again } pergunto se alguém entrou em contato.
concern-sent-sealed = { $reader } já recebeu, { $name }. Em { $again } pergunto se alguém entrou em contato.
concern-not-now = Tudo bem, { $name }. Sua equipe sabe, e alguém pode entrar em contato mesmo assim. Em { $again } pergunto se isso aconteceu.
concern-kept = Fica com você, { $name }. Sua equipe só fica sabendo que você não está contente e não quer contato agora; não vê nenhuma das suas palavras. Pergunto de novo em { $on }; /concern está aí antes disso, a qualquer hora.
concern-kept-known = Não envio mais nada, { $name }. O que sua equipe já sabe fica com ela, e alguém pode ligar sobre isso. Pergunto de novo em { $on }; /concern está aí antes disso, a qualquer hora.
concern-words-kept = Acrescentei isto ao que você me contou.
concern-goes-on = Vamos continuar de onde paramos:
concern-reminder = Você começou a me contar o que incomoda, e isso importa. Avisei sua equipe que você começou, com suas palavras, para que alguém possa ligar. Se quiser, continue aqui:
concern-lapsed = Por enquanto fecho esta pergunta; já repassei o que você me contou. Com /concern você volta a ela a qualquer momento, e em dois dias pergunto se alguém entrou em contato.
concern-lapsed-distress = Não tive notícia sua, e pedi de novo a { $clinic } que ligue para você. Você não precisa escrever, e pode, a qualquer hora. Para conversar existe { $line }, { $line_phone }; em caso de perigo, { $emergency }; a clínica: { $phone }. /concern está aí sempre que você quiser, e em dois dias pergunto se alguém entrou em contato.
concern-distress = { $name }, isso parece muito pesado, e sinto muito. O que mais ajudaria agora é uma pessoa, não uma lista para escolher. Sua equipe já foi avisada. Se não aguentar até ligarem, fale com alguém agora mesmo: { $line }, { $line_phone }.
concern-reach = Como podem falar com você?
button-_call_me = Liguem para mim, por favor
button-_rather_write = Prefiro escrever
button-_not_now = Agora não
concern-offer = Parece que algo não está bom para você. Vamos conversar sobre isso? Leva dois minutos, e você escolhe o que acontece depois.
concern-offer-unsure = Pelo que você escreveu, não consigo saber como você se sente, e você nem precisa ter certeza. Vamos conversar sobre isso? Leva dois minutos, e você escolhe o que acontece depois.
button-_talk = Sim, vamos conversar
button-_just_pass_on = Não, só repasse

## The healing stage

stage-before = Sua cirurgia é em { $on }.
stage-day = Hoje é o dia { $day } depois da cirurgia. O resultado costuma ser avaliado entre o dia { $start } e o dia { $end }.
stage-judged = No seu caso, entre { $start } e { $end }. Isso não diz nada sobre o quanto importa para você agora.
stage-visit = O próximo retorno previsto com { $surgeon } é por volta de { $on }; você pode pedir um antes.
stage-no-visit = Não há outro retorno previsto, mas { $surgeon } pode ver você quando pedir.

## Two days later

closing-called = { $name }, você nos disse que algo incomoda. Alguém de { $clinic } entrou em contato?
button-_yes = Sim
button-_no = Não, ninguém
closing-feeling = E como você se sente com isso agora?
look-again = { $name }, você me disse que algo incomoda, e eu disse que perguntaria de novo. Como você se sente com isso agora?
closing-told = Obrigado por dizer. Sua equipe agora também sabe.
button-_better = Melhor
button-_same = Igual
button-_worse = Pior
closing-better = Que bom, { $name }. Se voltar, /concern está sempre aí, em um mês ou em dez anos.
closing-nobody = Sinto muito por você ainda estar esperando, { $name }. Avisei { $clinic } de novo.
closing-again = Em { $on } pergunto mais uma vez.
closing-route = Você não precisa esperar que liguem: ligue para { $phone }, por favor, e diga que já pediu várias vezes. Ouvir a opinião de outro cirurgião ou cirurgiã é seu direito, e com /concern você também pode fazer uma reclamação. Pergunto de novo em { $on }.

## Changes

surgery-moved = { $name }, sua cirurgia agora está prevista para { $on }. Ajustei o que ainda viria.
episode-added = { $name }, também vou acompanhar você nisto: { $procedure }, { $on }.
button-pressed-late = Essa pergunta está fechada. A que espera sua resposta agora está mais abaixo.

## For staff, and for people whom the bot does not know

staff-hello = Olá, { $staff }. Você está na lista da equipe de { $clinic }, e os alertas podem chegar a você aqui. Para responder a pacientes, responda à própria mensagem do alerta; toque em “I take it” para assumir.
stranger-kept = Repassei sua mensagem a { $clinic }. Se não puder esperar, ligue para { $phone }; em caso de perigo, ligue para { $emergency }.
