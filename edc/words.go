package edc

import (
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// The words in the texts that [Encode] makes: labels of notes, of the lines of a
// sheet, and the words for the closed values of the model. Each line has the key and
// then the word in each of wordLanguages; "-" is the English word.

var wordLanguages = [...]string{"en", "sv", "nb", "nn", "da", "fi", "is", "nl", "de", "fr", "es"}

// noteWords are the subjects of notes, by key.
const noteWords = `
address|Web address|Webbadress|Nettadresse|Nettadresse|Webadresse|Verkko-osoite|Veffang|Webadres|Webadresse|Adresse web|Dirección web
alignment|Alignment|Koppling|Kobling|Kopling|Kobling|Yhteys|Tenging|Koppeling|Bezug|Alignement|Alineación
assessment|Assessment|Bedömning|Vurdering|Vurdering|Bedømmelse|Arviointi|Námsmat|Beoordeling|Bewertung|Évaluation|Evaluación
assessor|Assessed by|Bedömt av|Vurdert av|Vurdert av|Bedømt af|Arvioija|Metið af|Beoordeeld door|Bewertet von|Évalué par|Evaluado por
code|Code|Kod|Kode|Kode|Kode|Koodi|Kóði|Code|Code|Code|Código
credits|Credits|Poäng|Studiepoeng|Studiepoeng|Point|Opintopisteet|Einingar|Studiepunten|Leistungspunkte|Crédits|Créditos
criteria|Criteria|Kriterier|Kriterier|Kriterium|Kriterier|Kriteerit|Viðmið|Criteria|Kriterien|Critères|Criterios
earned|Credits earned|Erhållna poäng|Oppnådde studiepoeng|Oppnådde studiepoeng|Opnåede point|Ansaitut opintopisteet|Áunnar einingar|Behaalde studiepunten|Erworbene Leistungspunkte|Crédits obtenus|Créditos obtenidos
endorsement|Endorsement|Rekommendation|Anbefaling|Tilråding|Anbefaling|Suositus|Meðmæli|Aanbeveling|Empfehlung|Recommandation|Recomendación
evidence|Evidence|Underlag|Dokumentasjon|Dokumentasjon|Dokumentation|Näyttö|Fylgigögn|Bewijs|Nachweis|Preuve|Evidencia
framework|Framework|Ramverk|Rammeverk|Rammeverk|Ramme|Viitekehys|Rammi|Raamwerk|Rahmen|Cadre|Marco
grade|Grade|Betyg|Karakter|Karakter|Karakter|Arvosana|Einkunn|Cijfer|Note|Note|Calificación
guidance|Guidance|Vägledning|Veiledning|Rettleiing|Vejledning|Ohjaus|Leiðsögn|Begeleiding|Beratung|Orientation|Orientación
identifier|Identifier|Identifierare|Identifikator|Identifikator|Identifikator|Tunniste|Auðkenni|Identificatie|Kennung|Identifiant|Identificador
image|Image|Bild|Bilde|Bilete|Billede|Kuva|Mynd|Afbeelding|Bild|Image|Imagen
kind|Type of achievement|Typ av merit|Type kvalifikasjon|Type kvalifikasjon|Type kvalifikation|Osaamisen tyyppi|Tegund náms|Soort prestatie|Art der Leistung|Type de réalisation|Tipo de logro
level|Level|Nivå|Nivå|Nivå|Niveau|Taso|Þrep|Niveau|Niveau|Niveau|Nivel
licence|Licence number|Licensnummer|Lisensnummer|Lisensnummer|Licensnummer|Lupanumero|Leyfisnúmer|Licentienummer|Lizenznummer|Numéro de licence|Número de licencia
logo|Logo|-|-|-|-|-|-|-|-|-|-
narrative|Narrative|Beskrivning av resultatet|Omtale av resultatet|Omtale av resultatet|Beskrivelse af resultatet|Kuvaus suorituksesta|Frásögn|Toelichting|Erläuterung|Récit|Relato
owner|Definition owner|Ägare av definitionen|Eier av definisjonen|Eigar av definisjonen|Ejer af definitionen|Määritelmän omistaja|Eigandi skilgreiningar|Eigenaar van de definitie|Inhaber der Definition|Propriétaire de la définition|Propietario de la definición
part|Part of|Del av|Del av|Del av|Del af|Osa kokonaisuutta|Hluti af|Onderdeel van|Teil von|Partie de|Parte de
participation|Form of participation|Form för deltagande|Deltakingsform|Deltakingsform|Deltagelsesform|Osallistumistapa|Þátttökuform|Vorm van deelname|Teilnahmeform|Forme de participation|Forma de participación
period|Period|Period|Periode|Periode|Periode|Ajanjakso|Tímabil|Periode|Zeitraum|Période|Periodo
picture|Image of the credential|Bevisets bild|Bevisets bilde|Bilete av beviset|Bevisets billede|Todistuksen kuva|Mynd viðurkenningar|Afbeelding van het bewijs|Bild des Nachweises|Image du certificat|Imagen de la credencial
place|Place|Plats|Sted|Stad|Sted|Paikka|Staður|Plaats|Ort|Lieu|Lugar
prerequisite|Prerequisites|Förkunskapskrav|Opptakskrav|Opptakskrav|Adgangskrav|Edellytykset|Forkröfur|Toelatingseisen|Voraussetzungen|Prérequis|Requisitos previos
provenance|Provenance|Ursprung|Opphav|Opphav|Oprindelse|Alkuperä|Uppruni|Herkomst|Herkunft|Provenance|Procedencia
quality|Quality assurance|Kvalitetssäkring|Kvalitetssikring|Kvalitetssikring|Kvalitetssikring|Laadunvarmistus|Gæðatrygging|Kwaliteitsborging|Qualitätssicherung|Assurance qualité|Garantía de calidad
related|Related|Relaterat|Relatert|Relatert|Relateret|Liittyvä|Tengt efni|Verwant|Verwandt|Lié|Relacionado
result|Result|Resultat|Resultat|Resultat|Resultat|Tulos|Niðurstaða|Resultaat|Ergebnis|Résultat|Resultado
role|Role|Roll|Rolle|Rolle|Rolle|Rooli|Hlutverk|Rol|Rolle|Rôle|Función
route|Route to the award|Väg till beviset|Vei til beviset|Veg til beviset|Vej til beviset|Suoritustapa|Leið að viðurkenningu|Route naar het bewijs|Weg zum Abschluss|Voie d'obtention|Vía de obtención
setting|Learning setting|Lärandeform|Læringsform|Læringsform|Læringsform|Oppimisympäristö|Námsumhverfi|Leeromgeving|Lernumfeld|Contexte d'apprentissage|Contexto de aprendizaje
stackability|Stackability|Kombinerbarhet|Innpassing|Innpassing|Kombinerbarhed|Yhdistettävyys|Samsetning|Stapelbaarheid|Kombinierbarkeit|Cumulabilité|Acumulabilidad
supervision|Supervision|Tillsyn|Tilsyn|Tilsyn|Tilsyn|Valvonta|Eftirlit|Toezicht|Aufsicht|Surveillance|Supervisión
tags|Tags|Nyckelord|Stikkord|Stikkord|Nøgleord|Avainsanat|Efnisorð|Trefwoorden|Schlagwörter|Mots-clés|Etiquetas
term|Term|Termin|Semester|Semester|Semester|Lukukausi|Önn|Periode|Semester|Semestre|Período lectivo
class|Class of award|Slag av kvalifikation|Klasse av kvalifikasjon|Klasse av kvalifikasjon|Klasse af kvalifikation|Tutkintoluokka|Flokkur viðurkenningar|Klasse van de kwalificatie|Abschlussklasse|Classe de certification|Clase de titulación
origin|Origin|Tillkomst|Utspring|Utspring|Udspring|Tausta|Tilurð|Oorsprong|Entstehung|Origine|Origen
otherRoutes|Other routes|Andra vägar|Andre veier|Andre vegar|Andre veje|Muut suoritustavat|Aðrar leiðir|Andere routes|Andere Wege|Autres voies|Otras vías
partner|Partner|Partner|Partner|Partner|Partner|Kumppani|Samstarfsaðili|Partner|Partner|Partenaire|Socio
perCredit|Hours per credit|Timmar per poäng|Timer per studiepoeng|Timar per studiepoeng|Timer pr. point|Tuntia opintopistettä kohden|Stundir á einingu|Uren per studiepunt|Stunden je Leistungspunkt|Heures par crédit|Horas por crédito
rights|Right to issue|Rätt att utfärda|Rett til å utstede|Rett til å skrive ut|Ret til at udstede|Myöntämisoikeus|Réttur til útgáfu|Recht om af te geven|Ausstellungsrecht|Droit de délivrer|Derecho a emitir
taken|Route taken|Väg som togs|Vei som ble tatt|Veg som vart teken|Vej som blev taget|Toteutunut suoritustapa|Leið sem var farin|Gevolgde route|Gegangener Weg|Voie suivie|Vía seguida
towards|Relation to another credential|Förhållande till annat bevis|Forhold til annet bevis|Forhold til anna bevis|Forhold til andet bevis|Suhde toiseen todistukseen|Tengsl við aðra viðurkenningu|Verhouding tot een ander bewijs|Beziehung zu einem anderen Nachweis|Relation avec un autre certificat|Relación con otra credencial
validation|Validation|Validering|Realkompetansevurdering|Realkompetansevurdering|Realkompetencevurdering|Osaamisen tunnistaminen|Raunfærnimat|Validering van eerder leren|Validierung|Validation des acquis|Validación de aprendizajes
version|Version|Version|Versjon|Versjon|Version|Versio|Útgáfa|Versie|Version|Version|Versión
workload|Workload|Arbetsinsats|Arbeidsmengde|Arbeidsmengd|Arbejdsbelastning|Työmäärä|Vinnuálag|Studielast|Arbeitsaufwand|Charge de travail|Carga de trabajo
`

// fieldWords are the labels of fields of the model.
const fieldWords = `
accreditations|Accreditation|Ackreditering|Akkreditering|Akkreditering|Akkreditering|Akkreditointi|Faggilding|Accreditatie|Akkreditierung|Accréditation|Acreditación
addresses|Address|Adress|Adresse|Adresse|Adresse|Osoite|Heimilisfang|Adres|Adresse|Adresse|Dirección
agent|By|Av|Av|Av|Af|Tekijä|Af|Door|Durch|Par|Por
alignments|Alignment|Koppling|Kobling|Kopling|Kobling|Yhteys|Tenging|Koppeling|Bezug|Alignement|Alineación
allowed|Value|Värde|Verdi|Verdi|Værdi|Arvo|Gildi|Waarde|Wert|Valeur|Valor
alpha2|Country code|Landskod|Landkode|Landkode|Landekode|Maakoodi|Landskóði|Landcode|Ländercode|Code pays|Código de país
altName|Other name|Annat namn|Annet navn|Anna namn|Andet navn|Muu nimi|Annað heiti|Andere naam|Anderer Name|Autre nom|Otro nombre
altTitle|Other title|Annan titel|Annen tittel|Annan tittel|Anden titel|Muu otsikko|Annar titill|Andere titel|Anderer Titel|Autre titre|Otro título
amount|Amount|Antal|Antall|Tal|Antal|Määrä|Fjöldi|Aantal|Anzahl|Nombre|Cantidad
assessors|Assessor|Bedömare|Sensor|Sensor|Bedømmer|Arvioija|Matsaðili|Beoordelaar|Prüfer|Évaluateur|Evaluador
audience|Audience|Målgrupp|Målgruppe|Målgruppe|Målgruppe|Kohderyhmä|Markhópur|Doelgroep|Zielgruppe|Public|Público
birthName|Name at birth|Födelsenamn|Fødenavn|Fødenamn|Fødenavn|Syntymänimi|Fæðingarnafn|Geboortenaam|Geburtsname|Nom de naissance|Nombre de nacimiento
category|Category|Kategori|Kategori|Kategori|Kategori|Luokka|Flokkur|Categorie|Kategorie|Catégorie|Categoría
channel|Place|Plats|Sted|Stad|Sted|Paikka|Staður|Plaats|Ort|Lieu|Lugar
code|Code|Kod|Kode|Kode|Kode|Koodi|Kóði|Code|Code|Code|Código
concept|Category|Kategori|Kategori|Kategori|Kategori|Luokka|Flokkur|Categorie|Kategorie|Catégorie|Categoría
contacts|Contact|Kontakt|Kontakt|Kontakt|Kontakt|Yhteystieto|Tengiliður|Contact|Kontakt|Contact|Contacto
country|Country|Land|Land|Land|Land|Maa|Land|Land|Land|Pays|País
creator|Creator IRI|-|-|-|-|-|-|-|-|-|-
credential|Credential|Bevis|Bevis|Bevis|Bevis|Todistus|Viðurkenning|Bewijs|Zeugnis|Certificat|Credencial
cycle|Cycle|Cykel|Syklus|Syklus|Cyklus|Sykli|Þrep háskóla|Cyclus|Zyklus|Cycle|Ciclo
decision|Decision|Beslut|Vedtak|Vedtak|Afgørelse|Päätös|Ákvörðun|Besluit|Entscheidung|Décision|Decisión
definition|Definition|Definition|Definisjon|Definisjon|Definition|Määritelmä|Skilgreining|Definitie|Definition|Définition|Definición
description|Description|Beskrivning|Beskrivelse|Omtale|Beskrivelse|Kuvaus|Lýsing|Beschrijving|Beschreibung|Description|Descripción
digest|Digest|-|-|-|-|-|-|-|-|-|-
documents|Document|Dokument|Dokument|Dokument|Dokument|Asiakirja|Skjal|Document|Dokument|Document|Documento
duration|Duration|Varaktighet|Varighet|Varigheit|Varighed|Kesto|Lengd|Duur|Dauer|Durée|Duración
email|E-mail|E-post|E-post|E-post|E-mail|Sähköposti|Netfang|E-mail|E-Mail|Courriel|Correo electrónico
embedded|File|Fil|Fil|Fil|Fil|Tiedosto|Skrá|Bestand|Datei|Fichier|Archivo
end|To|Till|Til|Til|Til|Päättyy|Til|Tot|Bis|Au|Hasta
eqf|EQF level|EQF-nivå|EQF-nivå|EQF-nivå|EQF-niveau|EQF-taso|EQF-þrep|EQF-niveau|EQR-Niveau|Niveau CEC|Nivel EQF
expires|Valid until|Giltig till|Gyldig til|Gyldig til|Gyldig til|Voimassa asti|Gildir til|Geldig tot|Gültig bis|Valable jusqu'au|Válido hasta
familyName|Family name|Efternamn|Etternavn|Etternamn|Efternavn|Sukunimi|Eftirnafn|Achternaam|Familienname|Nom de famille|Apellidos
form|Form|Form|Form|Form|Form|Muoto|Form|Vorm|Form|Forme|Forma
format|Format|Format|Format|Format|Format|Muoto|Snið|Formaat|Format|Format|Formato
forms|Contact form|Kontaktformulär|Kontaktskjema|Kontaktskjema|Kontaktformular|Yhteydenottolomake|Samskiptaform|Contactformulier|Kontaktformular|Formulaire de contact|Formulario de contacto
framework|Framework|Ramverk|Rammeverk|Rammeverk|Ramme|Viitekehys|Rammi|Raamwerk|Rahmen|Cadre|Marco
full|Full address|Fullständig adress|Full adresse|Full adresse|Fuld adresse|Koko osoite|Fullt heimilisfang|Volledig adres|Vollständige Adresse|Adresse complète|Dirección completa
fullName|Full name|Fullständigt namn|Fullt navn|Fullt namn|Fulde navn|Koko nimi|Fullt nafn|Volledige naam|Vollständiger Name|Nom complet|Nombre completo
genre|Genre|Genre|Sjanger|Sjanger|Genre|Tyylilaji|Flokkur|Genre|Gattung|Type de document|Género
geo|Position|Position|Posisjon|Posisjon|Position|Sijainti|Hnit|Positie|Position|Position|Posición
givenName|Given name|Förnamn|Fornavn|Førenamn|Fornavn|Etunimi|Eiginnafn|Voornaam|Vorname|Prénom|Nombre de pila
grade|Grade|Betyg|Karakter|Karakter|Karakter|Arvosana|Einkunn|Cijfer|Note|Note|Calificación
grading|Scale|Skala|Skala|Skala|Skala|Asteikko|Kvarði|Schaal|Skala|Barème|Escala
groups|Member of|Medlem i|Medlem av|Medlem av|Medlem af|Jäsenenä|Aðili að|Lid van|Mitglied von|Membre de|Miembro de
homepages|Homepage|Webbplats|Nettside|Nettside|Hjemmeside|Kotisivu|Vefsíða|Webpagina|Webseite|Site web|Página web
id|IRI|-|-|-|-|-|-|-|-|-|-
identifiers|Identifier|Identifierare|Identifikator|Identifikator|Identifikator|Tunniste|Auðkenni|Identificatie|Kennung|Identifiant|Identificador
identityVerified|Identity verified|Identiteten kontrollerad|Identitet kontrollert|Identitet kontrollert|Identitet kontrolleret|Henkilöllisyys tarkistettu|Auðkenni staðfest|Identiteit gecontroleerd|Identität geprüft|Identité vérifiée|Identidad verificada
iri|IRI|-|-|-|-|-|-|-|-|-|-
issued|Issued|Utfärdad|Utstedt|Utferda|Udstedt|Myönnetty|Gefið út|Uitgegeven|Ausgestellt|Délivré|Emitido
kind|Kind|Slag|Slag|Slag|Slags|Laji|Tegund|Soort|Art|Genre|Clase
landingPages|Landing page|Landningssida|Landingsside|Landingsside|Landingsside|Aloitussivu|Lendingarsíða|Landingspagina|Zielseite|Page d'accueil|Página de destino
language|Language|Språk|Språk|Språk|Sprog|Kieli|Tungumál|Taal|Sprache|Langue|Idioma
languages|Language|Språk|Språk|Språk|Sprog|Kieli|Tungumál|Taal|Sprache|Langue|Idioma
latitude|Latitude|Latitud|Breddegrad|Breiddegrad|Breddegrad|Leveysaste|Breiddargráða|Breedtegraad|Breitengrad|Latitude|Latitud
level|Level|Nivå|Nivå|Nivå|Niveau|Taso|Þrep|Niveau|Niveau|Niveau|Nivel
locality|City|Ort|Sted|Stad|By|Kunta|Staður|Plaats|Ort|Ville|Localidad
locations|Location|Plats|Sted|Stad|Sted|Sijainti|Staðsetning|Locatie|Standort|Lieu|Ubicación
logo|Logo|-|-|-|-|-|-|-|-|-|-
longitude|Longitude|Longitud|Lengdegrad|Lengdegrad|Længdegrad|Pituusaste|Lengdargráða|Lengtegraad|Längengrad|Longitude|Longitud
max|Highest value|Högsta värde|Høyeste verdi|Høgaste verdi|Højeste værdi|Korkein arvo|Hæsta gildi|Hoogste waarde|Höchster Wert|Valeur maximale|Valor máximo
maxCredits|Credits at most|Högst antal poäng|Høyst antall poeng|Høgst tal poeng|Højst antal point|Pisteitä enintään|Mest einingar|Hoogstens studiepunten|Höchstens Punkte|Crédits au plus|Créditos como máximo
mediaType|Media type|Mediatyp|Medietype|Medietype|Medietype|Mediatyyppi|Miðlunargerð|Mediatype|Medientyp|Type de média|Tipo de medio
members|Member|Medlem|Medlem|Medlem|Medlem|Jäsen|Félagi|Lid|Mitglied|Membre|Miembro
min|Lowest value|Lägsta värde|Laveste verdi|Lågaste verdi|Laveste værdi|Alin arvo|Lægsta gildi|Laagste waarde|Niedrigster Wert|Valeur minimale|Valor mínimo
mode|Mode|Studieform|Studieform|Studieform|Studieform|Opiskelumuoto|Námsform|Studievorm|Modus|Modalité|Modalidad
modes|Mode|Studieform|Studieform|Studieform|Studieform|Opiskelumuoto|Námsform|Studievorm|Modus|Modalité|Modalidad
modified|Changed|Ändrad|Endret|Endra|Ændret|Muutettu|Breytt|Gewijzigd|Geändert|Modifié|Modificado
name|Name|Namn|Navn|Namn|Navn|Nimi|Heiti|Naam|Name|Nom|Nombre
notation|Code|Kod|Kode|Kode|Kode|Koodi|Kóði|Code|Code|Code|Código
note|Note|Anteckning|Merknad|Merknad|Bemærkning|Huomautus|Athugasemd|Opmerking|Anmerkung|Remarque|Nota
notes|Note|Anteckning|Merknad|Merknad|Bemærkning|Huomautus|Athugasemd|Opmerking|Anmerkung|Remarque|Nota
organisations|Organisation|Organisation|Organisasjon|Organisasjon|Organisation|Organisaatio|Stofnun|Organisatie|Organisation|Organisation|Organización
parent|Part of|Del av|Del av|Del av|Del af|Osa kokonaisuutta|Hluti af|Onderdeel van|Teil von|Partie de|Parte de
partialQualification|Partial qualification|Delkvalifikation|Delkvalifikasjon|Delkvalifikasjon|Delkvalifikation|Osatutkinto|Hlutahæfi|Deelkwalificatie|Teilqualifikation|Qualification partielle|Cualificación parcial
pass|Pass|Godkänt från|Bestått fra|Bestått frå|Bestået fra|Hyväksytty alkaen|Staðist frá|Geslaagd vanaf|Bestanden ab|Réussi à partir de|Aprobado desde
parts|Subordinate organisation|Underordnad organisation|Underordnet organisasjon|Underordna organisasjon|Underordnet organisation|Alaorganisaatio|Undirstofnun|Onderliggende organisatie|Untergeordnete Organisation|Organisation subordonnée|Organización subordinada
patronymic|Patronymic|Patronymikon|Patronym|Patronym|Patronym|Patronyymi|Föðurnafn|Patroniem|Vatersname|Patronyme|Patronímico
person|Person|Person|Person|Person|Person|Henkilö|Manneskja|Persoon|Person|Personne|Persona
phone|Telephone|Telefon|Telefon|Telefon|Telefon|Puhelin|Sími|Telefoon|Telefon|Téléphone|Teléfono
poBox|PO box|Box|Postboks|Postboks|Postboks|Postilokero|Pósthólf|Postbus|Postfach|Boîte postale|Apartado postal
points|Points|Poäng|Poeng|Poeng|Point|Pisteet|Stig|Punten|Punkte|Points|Puntos
postalCode|Postal code|Postnummer|Postnummer|Postnummer|Postnummer|Postinumero|Póstnúmer|Postcode|Postleitzahl|Code postal|Código postal
prefix|Prefix|Prefix|Prefiks|Prefiks|Præfiks|Etuliite|Forskeyti|Voorvoegsel|Präfix|Préfixe|Prefijo
qualification|Qualification|Kvalifikation|Kvalifikasjon|Kvalifikasjon|Kvalifikation|Tutkinto|Hæfi|Kwalificatie|Qualifikation|Qualification|Cualificación
region|Region|Region|Region|Region|Region|Alue|Svæði|Regio|Region|Région|Región
regions|Region|Region|Region|Region|Region|Alue|Svæði|Regio|Region|Région|Región
relation|Relation|Relation|Relasjon|Relasjon|Relation|Suhde|Tengsl|Relatie|Beziehung|Relation|Relación
report|Report|Rapport|Rapport|Rapport|Rapport|Raportti|Skýrsla|Rapport|Bericht|Rapport|Informe
role|Role|Roll|Rolle|Rolle|Rolle|Rooli|Hlutverk|Rol|Rolle|Rôle|Función
scheme|List|Lista|Liste|Liste|Liste|Luettelo|Skrá|Lijst|Liste|Liste|Lista
schemeAgency|Kept by|Förvaltas av|Forvaltes av|Blir forvalta av|Forvaltes af|Ylläpitäjä|Umsjón|Beheerd door|Verwaltet von|Géré par|Gestionado por
schemeIRI|List IRI|-|-|-|-|-|-|-|-|-|-
schemeLabel|Framework|Ramverk|Rammeverk|Rammeverk|Ramme|Viitekehys|Rammi|Raamwerk|Rahmen|Cadre|Marco
schemeName|Kind of identifier|Identifierartyp|Type identifikator|Type identifikator|Type identifikator|Tunnisteen tyyppi|Tegund auðkennis|Soort identificatie|Art der Kennung|Type d'identifiant|Tipo de identificador
schemeVersion|List version|Listans version|Listens versjon|Versjon av lista|Listens version|Luettelon versio|Útgáfa skrár|Versie van de lijst|Version der Liste|Version de la liste|Versión de la lista
size|Size|Storlek|Størrelse|Storleik|Størrelse|Koko|Stærð|Grootte|Größe|Taille|Tamaño
specID|Scale IRI|-|-|-|-|-|-|-|-|-|-
start|From|Från|Fra|Frå|Fra|Alkaa|Frá|Van|Von|Du|Desde
state|State|Tillstånd|Tilstand|Tilstand|Tilstand|Tila|Staða|Toestand|Stand|État|Estado
statement|Statement|Utlåtande|Erklæring|Erklæring|Erklæring|Lausunto|Yfirlýsing|Verklaring|Aussage|Déclaration|Declaración
status|Status|Status|Status|Status|Status|Asema|Staða mála|Status|Status|Statut|Situación
steps|Step|Steg|Trinn|Steg|Trin|Porras|Þrep|Stap|Stufe|Échelon|Escalón
street|Street|Gata|Gate|Gate|Gade|Katu|Gata|Straat|Straße|Rue|Calle
subject|Subject|Ämne|Emne|Emne|Emne|Aihe|Efni|Onderwerp|Betreff|Sujet|Asunto
suffix|Suffix|Suffix|Suffiks|Suffiks|Suffiks|Jälkiliite|Viðskeyti|Achtervoegsel|Suffix|Suffixe|Sufijo
supervised|Supervised|Under tillsyn|Under tilsyn|Under tilsyn|Under tilsyn|Valvottu|Undir eftirliti|Onder toezicht|Beaufsichtigt|Surveillé|Supervisado
supervision|Supervision|Tillsyn|Tilsyn|Tilsyn|Tilsyn|Valvonta|Eftirlit|Toezicht|Aufsicht|Surveillance|Supervisión
target|Target|Mål|Mål|Mål|Mål|Kohde|Viðmið|Doel|Ziel|Cible|Destino
text|Text|Text|Tekst|Tekst|Tekst|Teksti|Texti|Tekst|Text|Texte|Texto
title|Title|Titel|Tittel|Tittel|Titel|Otsikko|Titill|Titel|Titel|Titre|Título
type|Type|Typ|Type|Type|Type|Tyyppi|Gerð|Type|Typ|Type|Tipo
types|Type|Typ|Type|Type|Type|Tyyppi|Gerð|Type|Typ|Type|Tipo
url|Web address|Webbadress|Nettadresse|Nettadresse|Webadresse|Verkko-osoite|Veffang|Webadres|Webadresse|Adresse web|Dirección web
validFrom|Valid from|Giltig från|Gyldig fra|Gyldig frå|Gyldig fra|Voimassa alkaen|Gildir frá|Geldig vanaf|Gültig ab|Valable à partir du|Válido desde
by|Carried out by|Utförd av|Utført av|Utført av|Udført af|Toteuttaja|Framkvæmt af|Uitgevoerd door|Durchgeführt von|Réalisé par|Realizado por
evidence|Evidence|Underlag|Dokumentasjon|Dokumentasjon|Dokumentation|Näyttö|Fylgigögn|Bewijs|Nachweis|Preuve|Evidencia
from|Comes from|Kommer från|Kommer fra|Kjem frå|Kommer fra|Lähde|Kemur úr|Komt uit|Stammt aus|Provient de|Procede de
grantedBy|Granted by|Givet av|Gitt av|Gjeven av|Givet af|Myöntäjä|Veitt af|Verleend door|Erteilt von|Accordé par|Concedido por
holders|Holder|Innehavare|Innehaver|Innehavar|Indehaver|Haltija|Handhafi|Houder|Inhaber|Titulaire|Titular
hoursPerCredit|Hours per credit|Timmar per poäng|Timer per studiepoeng|Timar per studiepoeng|Timer pr. point|Tuntia opintopistettä kohden|Stundir á einingu|Uren per studiepunt|Stunden je Leistungspunkt|Heures par crédit|Horas por crédito
methods|Method|Metod|Metode|Metode|Metode|Menetelmä|Aðferð|Methode|Methode|Méthode|Método
party|Party|Aktör|Aktør|Aktør|Aktør|Toimija|Aðili|Partij|Beteiligter|Acteur|Parte interviniente
period|Period|Period|Periode|Periode|Periode|Ajanjakso|Tímabil|Periode|Zeitraum|Période|Periodo
phase|Phase|Fas|Fase|Fase|Fase|Vaihe|Áfangi|Fase|Phase|Phase|Fase
places|Valid in|Gäller i|Gjelder i|Gjeld i|Gælder i|Voimassa alueella|Gildir á svæði|Geldig in|Gültig in|Valable en|Válido en
value|Value|Värde|Verdi|Verdi|Værdi|Arvo|Gildi|Waarde|Wert|Valeur|Valor
`

// valueWords are the words of closed lists of the model. "unframed" follows a
// number of credits of which nobody knows the framework.
const valueWords = `
yes|yes|ja|ja|ja|ja|kyllä|já|ja|ja|oui|sí
no|no|nej|nei|nei|nej|ei|nei|nee|nein|non|no
short|short cycle|kort cykel|kort syklus|kort syklus|kort cyklus|lyhyt sykli|stutt þrep|korte cyclus|Kurzzyklus|cycle court|ciclo corto
first|first cycle|första cykeln|første syklus|første syklus|første cyklus|ensimmäinen sykli|fyrsta þrep|eerste cyclus|erster Zyklus|premier cycle|primer ciclo
second|second cycle|andra cykeln|andre syklus|andre syklus|anden cyklus|toinen sykli|annað þrep|tweede cyclus|zweiter Zyklus|deuxième cycle|segundo ciclo
third|third cycle|tredje cykeln|tredje syklus|tredje syklus|tredje cyklus|kolmas sykli|þriðja þrep|derde cyclus|dritter Zyklus|troisième cycle|tercer ciclo
eqf|EQF|-|-|-|-|-|-|-|-|-|-
nqf|national framework|nationellt ramverk|nasjonalt rammeverk|nasjonalt rammeverk|national ramme|kansallinen viitekehys|landsrammi|nationaal raamwerk|nationaler Rahmen|cadre national|marco nacional
qf-ehea|QF-EHEA|-|-|-|-|-|-|-|-|-|-
cefr|CEFR|-|-|-|-|-|-|-|-|-|-
education|level of education|utbildningsnivå|utdanningsnivå|utdanningsnivå|uddannelsesniveau|koulutusaste|menntunarstig|onderwijsniveau|Bildungsniveau|niveau d'études|nivel educativo
credits|credits|poäng|studiepoeng|studiepoeng|point|opintopisteet|einingar|studiepunten|Leistungspunkte|crédits|créditos
notional|notional workload|normal arbetsinsats|normert arbeidsmengde|normert arbeidsmengd|normeret arbejdsbelastning|laskennallinen työmäärä|áætlað vinnuálag|nominale studielast|nomineller Arbeitsaufwand|charge de travail théorique|carga de trabajo teórica
max-duration|longest duration|längsta varaktighet|lengste varighet|lengste varigheit|længste varighed|pisin kesto|lengsta lengd|langste duur|längste Dauer|durée maximale|duración máxima
contact|contact hours|kontakttimmar|kontakttimer|kontakttimar|kontakttimer|lähiopetus|kennslustundir|contacturen|Kontaktstunden|heures de contact|horas lectivas
activity|time of the activity|aktivitetens tid|tid til aktiviteten|tid til aktiviteten|aktivitetens tid|toiminnan aika|tími verkefnis|tijd van de activiteit|Zeit der Tätigkeit|temps de l'activité|tiempo de la actividad
online|online|på nätet|på nett|på nett|online|verkossa|á netinu|online|online|en ligne|en línea
onsite|on site|på plats|på stedet|på staden|på stedet|paikan päällä|á staðnum|op locatie|vor Ort|sur place|presencial
blended|blended|blandad|kombinert|kombinert|blandet|monimuoto|blandað|gemengd|gemischt|hybride|mixta
onsite-or-blended|on site or blended|på plats eller blandad|på stedet eller kombinert|på staden eller kombinert|på stedet eller blandet|paikan päällä tai monimuoto|á staðnum eða blandað|op locatie of gemengd|vor Ort oder gemischt|sur place ou hybride|presencial o mixta
work-experience|work experience|arbetserfarenhet|arbeidserfaring|arbeidserfaring|arbejdserfaring|työkokemus|starfsreynsla|werkervaring|Berufserfahrung|expérience professionnelle|experiencia laboral
volunteering|volunteering|frivilligarbete|frivillig arbeid|frivillig arbeid|frivilligt arbejde|vapaaehtoistyö|sjálfboðastarf|vrijwilligerswerk|Freiwilligenarbeit|bénévolat|voluntariado
project|project|projekt|prosjekt|prosjekt|projekt|projekti|verkefni|project|Projekt|projet|proyecto
laboratory|laboratory|laboratorium|laboratorium|laboratorium|laboratorium|laboratorio|rannsóknarstofa|laboratorium|Labor|laboratoire|laboratorio
other|other|annat|annet|anna|andet|muu|annað|anders|andere|autre|otra
stand-alone|stands alone|fristående|frittstående|frittståande|selvstændig|itsenäinen|sjálfstætt|op zichzelf staand|eigenständig|autonome|independiente
integrated|integrated|integrerad|integrert|integrert|integreret|osa kokonaisuutta|innbyggt|geïntegreerd|integriert|intégrée|integrada
stackable|stackable|kombinerbar|kan settes sammen|kan setjast saman|kan kombineres|yhdistettävissä|samsetjanlegt|stapelbaar|kombinierbar|cumulable|acumulable
formal|formal|formellt|formell|formell|formel|muodollinen|formlegt|formeel|formal|formel|formal
non-formal|non-formal|icke-formellt|ikke-formell|ikkje-formell|ikke-formel|epävirallinen|óformlegt|non-formeel|non-formal|non formel|no formal
informal|informal|informellt|uformell|uformell|uformel|arkioppiminen|formlaust|informeel|informell|informel|informal
completed|completed|slutfört|fullført|fullført|gennemført|suoritettu|lokið|voltooid|abgeschlossen|terminé|completado
enrolled|enrolled|antagen|påmeldt|påmeld|tilmeldt|ilmoittautunut|innritaður|ingeschreven|eingeschrieben|inscrit|inscrito
failed|failed|underkänt|ikke bestått|ikkje bestått|ikke bestået|hylätty|ekki staðist|niet geslaagd|nicht bestanden|échoué|suspenso
in-progress|in progress|pågår|pågår|pågår|i gang|kesken|í gangi|bezig|laufend|en cours|en curso
on-hold|on hold|vilande|satt på vent|sett på vent|sat i bero|keskeytetty|í bið|onderbroken|ruhend|suspendu|en pausa
provisional|provisional|preliminärt|foreløpig|førebels|foreløbigt|alustava|til bráðabirgða|voorlopig|vorläufig|provisoire|provisional
withdrew|withdrew|avbröt|trakk seg|trekte seg|trak sig|keskeytti|hætti|teruggetrokken|zurückgetreten|abandonné|retirado
organisation|organisation|organisation|organisasjon|organisasjon|organisation|organisaatio|stofnun|organisatie|Organisation|organisation|organización
person|person|person|person|person|person|henkilö|manneskja|persoon|Person|personne|persona
group|group|grupp|gruppe|gruppe|gruppe|ryhmä|hópur|groep|Gruppe|groupe|grupo
unframed|framework not stated|ramverket är inte angivet|rammeverket er ikke oppgitt|rammeverket er ikkje oppgitt|rammen er ikke angivet|viitekehystä ei ilmoitettu|rammi ekki tilgreindur|raamwerk niet vermeld|Rahmen nicht angegeben|cadre non indiqué|marco no indicado
`

// words are the words of a table, by key, in the order of wordLanguages.
type words map[string][]string

var (
	notesInWords  = sync.OnceValue(func() words { return newWords(noteWords) })
	fieldsInWords = sync.OnceValue(func() words { return newWords(fieldWords) })
	valuesInWords = sync.OnceValue(func() words { return withTerms(newWords(valueWords)) })
)

func newWords(table string) words {
	out := words{}
	for line := range strings.SplitSeq(strings.TrimSpace(table), "\n") {
		all := strings.Split(line, "|")
		for i := range all[1:] {
			if all[i+1] == "-" {
				all[i+1] = all[1]
			}
		}
		out[all[0]] = all[1:]
	}
	return out
}

// withTerms adds the words for those closed lists of the model that other formats write
// in words as well.
func withTerms(x words) words {
	for _, value := range vocabulary.TermValues() {
		all := make([]string, len(wordLanguages))
		for i, lang := range wordLanguages {
			all[i] = vocabulary.Term(value, lang)
		}
		x[value] = all
	}
	return x
}

// in returns the word for a key in a language, or else in English, or else the key.
func (x words) in(tag, key string) string {
	all := x[key]
	if all == nil {
		return key
	}
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if base == "no" {
		base = "nb"
	}
	for i, known := range wordLanguages {
		if known == base {
			return all[i]
		}
	}
	return all[0]
}

// means reports whether a word stands for a key in any language.
func (x words) means(word, key string) bool {
	if word == key {
		return true
	}
	for _, one := range x[key] {
		if one == word {
			return true
		}
	}
	return false
}

// keyOf returns the key that a word stands for in any language.
func (x words) keyOf(word string) (string, bool) {
	for key := range x {
		if x.means(word, key) {
			return key, true
		}
	}
	return "", false
}
