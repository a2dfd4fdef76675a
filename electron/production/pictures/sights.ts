/** What a sight is to a picture: where it is, when, in which weather, who and what is to be seen. */
export type SightKind = 'place' | 'hour' | 'weather' | 'figure' | 'thing'

/** The languages whose books are looked through; in any other, names and facts have to do. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it'] as const

/** Something that can be seen, and the words that tell of it. */
export interface Sight {
  kind: SightKind
  /** In the English of prompts. */
  say: string
  mood: 'dark' | 'bright' | null
  /** By language, in lower case. */
  words: ReadonlyMap<string, readonly string[]>
}

// A line each: what is said in a prompt | dark, bright or - | words in English | German | French | Spanish | Italian.

const PLACES = `
on the deck of a ship at sea | - | ship deck mast sail sailor captain schooner helm hull | schiff deck mast segel matrose kapitän | navire pont mât voile matelot capitaine vaisseau | barco buque cubierta mástil marinero capitán | nave ponte albero vela marinaio capitano
by the open sea | - | sea ocean wave shore beach coast tide surf | meer see welle ufer strand küste wellen | mer océan vague rivage plage côte flots | mar océano ola playa costa orilla | mare oceano onda spiaggia costa riva
beside a river | - | river stream brook ford riverbank | fluß fluss strom bach | rivière fleuve ruisseau | río arroyo | fiume ruscello torrente
by a lake | - | lake pond mere | teich weiher | lac étang | lago estanque | lago stagno
in a deep forest | - | forest wood woods tree trees pine oak thicket grove | wald bäume baum wälder gehölz | forêt bois arbre arbres | bosque selva árbol árboles | foresta bosco albero alberi selva
in a garden | bright | garden lawn orchard rose roses flower flowers arbour | garten rosen blumen blume rasen | jardin fleur fleurs rose roses pelouse | jardín flor flores rosas | giardino fiore fiori rose
among mountains | - | mountain mountains peak cliff ravine crag precipice | berg berge gebirge gipfel felsen | montagne montagnes rocher précipice | montaña montañas monte sierra peñasco | montagna montagne monte rupe
in open country of fields and hills | bright | field fields meadow hill hills pasture valley hedge | feld felder wiese hügel tal | champ champs prairie colline vallée | campo campos prado colina valle | campo campi prato collina valle
on a windswept moor | dark | moor moors heath bog marsh fen | heide moor sumpf | lande marais | páramo pantano | brughiera palude
in a desert | - | desert dune dunes oasis camel camels | wüste kamel | désert chameau | desierto camello | deserto cammello
in the street of an old town | - | street streets lane alley pavement square town city | straße strasse gasse stadt platz | rue rues ruelle ville place | calle calles ciudad plaza | strada via vicolo città piazza
in a country village | bright | village cottage cottages green farmhouse barn | dorf hütte bauernhof scheune | village chaumière ferme grange | aldea pueblo cabaña granja | villaggio capanna fattoria
before an old castle | dark | castle tower fortress battlement drawbridge turret | schloß schloss burg turm festung | château tour forteresse donjon | castillo torre fortaleza | castello torre fortezza
in the hall of a great house | - | hall mansion staircase drawing-room parlour parlor ballroom manor | saal herrenhaus treppe salon | salon château escalier manoir | salón palacio escalera mansión | salone palazzo scala villa
in a room lit by a fire | - | room fireplace hearth fireside chamber armchair bedroom | zimmer stube kamin gemach | chambre cheminée foyer fauteuil | cuarto chimenea habitación sala | stanza camera camino salotto
in a study full of books | - | library study bookshelf volume volumes desk manuscript laboratory | bibliothek studierzimmer bücher | bibliothèque cabinet livres | biblioteca libros escritorio | biblioteca libri studio
in a church | dark | church cathedral altar chapel abbey pew cloister | kirche dom altar kapelle kloster | église cathédrale autel chapelle abbaye | iglesia catedral altar capilla convento | chiesa cattedrale altare cappella convento
in a graveyard | dark | graveyard churchyard grave graves tomb tombstone coffin burial | friedhof grab gräber sarg gruft | cimetière tombe tombeau cercueil | cementerio tumba sepulcro ataúd | cimitero tomba sepolcro bara
in a prison | dark | prison cell dungeon gaol jail prisoner chains bastille | gefängnis kerker zelle gefangener ketten | prison cachot cellule prisonnier | prisión cárcel calabozo prisionero | prigione carcere cella prigioniero
in an inn | - | inn tavern landlord alehouse innkeeper | wirtshaus gasthof schenke wirt | auberge taverne aubergiste | posada taberna posadero | locanda taverna oste
on a country road | - | road highway carriage coach horseman coachman milestone | landstraße weg kutsche wagen reiter | route chemin voiture carrosse cavalier | camino carretera coche carruaje jinete | strada cammino carrozza cavaliere
on a battlefield | dark | battle battlefield soldiers regiment cannon army trench | schlacht soldaten heer kanone | bataille soldats régiment canon armée | batalla soldados ejército cañón | battaglia soldati esercito cannone
in a palace | bright | palace throne court king queen royal courtier | palast thron könig königin hof | palais trône roi reine cour | palacio trono rey reina corte | palazzo trono re regina corte
in a cave | dark | cave cavern grotto tunnel | höhle grotte | caverne grotte | cueva caverna gruta | caverna grotta
on an island | - | island isle lagoon palm palms | insel | île palmier | isla palmera | isola palma
at a railway station | - | railway train station locomotive platform | bahnhof eisenbahn zug | gare train wagon | estación tren ferrocarril | stazione treno ferrovia
`

const HOURS = `
at night by moonlight | dark | night midnight moon moonlight darkness stars starlight | nacht mitternacht mond mondschein finsternis sterne | nuit minuit lune ténèbres étoiles | noche medianoche luna tinieblas estrellas | notte mezzanotte luna tenebre stelle
at dusk | dark | dusk twilight evening sunset nightfall | abend dämmerung abendrot | soir crépuscule soirée | tarde crepúsculo anochecer | sera crepuscolo tramonto
at dawn | bright | dawn sunrise daybreak | morgendämmerung sonnenaufgang morgenrot | aube aurore | alba amanecer aurora | alba aurora
in the light of morning | bright | morning breakfast | morgen frühstück | matin matinée | mañana desayuno | mattina mattino
in bright daylight | bright | noon sunshine sunlight sunny midday | mittag sonnenschein sonne | midi soleil | mediodía sol | mezzogiorno sole
by candlelight | dark | candle candles candlelight lamplight lantern | kerze kerzen kerzenlicht laterne | bougie chandelle lanterne | vela velas candela farol | candela candele lanterna lume
`

const WEATHERS = `
in a storm | dark | storm tempest thunder lightning gale hurricane | sturm gewitter donner blitz unwetter | tempête orage tonnerre éclair | tempestad tormenta trueno relámpago | tempesta tuono fulmine burrasca
in drifting fog | dark | fog mist haze | nebel dunst | brouillard brume | niebla bruma | nebbia bruma
in falling snow | - | snow snowy ice frost winter | schnee eis frost winter | neige glace hiver | nieve hielo invierno | neve ghiaccio inverno
in the rain | dark | rain rainy drizzle downpour | regen | pluie averse | lluvia aguacero | pioggia
in a strong wind | - | wind winds breeze gust | wind winde | vent rafale | viento ráfaga | vento raffica
`

const FIGURES = `
an old man | - | grandfather | greis großvater | vieillard | anciano viejo | vecchio
a child | bright | child boy girl children | kind knabe mädchen junge kinder | enfant garçon fille enfants | niño niña niños muchacho | bambino bambina ragazzo fanciullo
a ghostly figure | dark | ghost spectre phantom apparition spirit | gespenst geist erscheinung | fantôme spectre revenant | fantasma espectro aparición | fantasma spettro
a soldier | - | soldier officer sergeant | soldat offizier | soldat officier | soldado oficial | soldato ufficiale
a priest | - | priest parson monk vicar clergyman | priester pfarrer mönch | prêtre moine curé abbé | cura sacerdote monje | prete monaco frate
a doctor | - | doctor physician surgeon | arzt doktor | médecin docteur | médico doctor | medico dottore
a king | - | king emperor | könig kaiser | roi empereur | rey emperador | re imperatore
a queen | - | queen princess | königin prinzessin | reine princesse | reina princesa | regina principessa
a knight in armour | - | knight armour | ritter rüstung | chevalier armure | caballero armadura | cavaliere armatura
a witch | dark | witch sorceress | hexe | sorcière | bruja | strega
pirates | - | pirate pirates buccaneer | pirat seeräuber | pirate corsaire | pirata corsario | pirata corsaro
a detective | - | detective inspector constable | detektiv polizist | détective commissaire | detective inspector | detective commissario
a crowd of people | - | crowd mob multitude | menge gedränge | foule multitude | multitud muchedumbre | folla moltitudine
`

const THINGS = `
a horse | - | horse horses saddle | pferd pferde sattel | cheval chevaux | caballo caballos | cavallo cavalli
a dog | - | dog dogs hound | hund hunde | chien chiens | perro perros | cane cani
a cat | - | cat kitten | katze | chat | gato | gatto
a raven | dark | raven crow ravens | rabe raben krähe | corbeau | cuervo | corvo
a wolf | dark | wolf wolves | wolf wölfe | loup loups | lobo lobos | lupo lupi
a rabbit | bright | rabbit hare | kaninchen hase | lapin lièvre | conejo liebre | coniglio lepre
a whale | - | whale whales | wal walfisch | baleine | ballena | balena
a sword | - | sword blade dagger rapier | schwert degen dolch | épée poignard | espada puñal | spada pugnale
a pistol | dark | pistol revolver gun rifle musket | pistole gewehr flinte | pistolet fusil | pistola fusil | pistola fucile
a letter | - | letter envelope | brief briefe | lettre | carta cartas | lettera
an old map | - | map chart | karte landkarte | carte | mapa | mappa
a treasure of gold | - | treasure gold jewels diamond | schatz gold juwelen | trésor or bijoux | tesoro oro joyas | tesoro oro gioielli
a clock | - | clock | uhr | horloge pendule | reloj | orologio
a mirror | - | mirror looking-glass | spiegel | miroir | espejo | specchio
a table laid for a meal | bright | dinner supper feast banquet tea | abendessen mahlzeit tafel tee | dîner souper repas festin | cena comida banquete | cena pranzo banchetto
a glass of wine | - | wine bottle goblet | wein flasche becher | vin bouteille | vino botella | vino bottiglia
a violin | - | violin fiddle | geige violine | violon | violín | violino
a piano | - | piano pianoforte | klavier | piano | piano | pianoforte
blood | dark | blood | blut | sang | sangre | sangue
flames | dark | flame flames blaze | flamme flammen | flamme flammes | llama llamas | fiamma fiamme
an open window | - | window windows | fenster | fenêtre fenêtres | ventana ventanas | finestra finestre
a small boat | - | boat canoe raft | boot kahn | barque canot | bote barca | barca canoa
a bunch of keys | - | key keys lock | schlüssel | clef clé | llave llaves | chiave chiavi
`

/** All that our rules know to look for, in the order in which equals are taken. */
export const SIGHTS: readonly Sight[] = [
  ...read('place', PLACES),
  ...read('hour', HOURS),
  ...read('weather', WEATHERS),
  ...read('figure', FIGURES),
  ...read('thing', THINGS),
]

function read(kind: SightKind, table: string): Sight[] {
  const lines = table.trim().split('\n')
  return lines.map((line) => {
    const [say = '', mood = '-', ...byLanguage] = line.split('|').map((cell) => cell.trim())
    const words = new Map(LANGUAGES.map((language, at) => [language, wordsOf(byLanguage[at])]))
    return { kind, say, mood: mood === 'dark' || mood === 'bright' ? mood : null, words }
  })
}

function wordsOf(cell = ''): string[] {
  return cell.split(' ').filter((word) => word !== '' && word !== '-')
}
