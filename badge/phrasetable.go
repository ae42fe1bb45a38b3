package badge

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// phraseTable are the phrases by language. The singular and the plural of a unit
// are parted by a slash; a language with more forms has an abbreviation.
var phraseTable = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for lang, text := range phraseText {
		var row []string
		for _, one := range strings.Split(text, "|") {
			row = append(row, strings.TrimSpace(one))
		}
		out[lang] = row
	}
	return out
})

// sortedLanguages are the languages of the table.
func sortedLanguages() []string { return slices.Sorted(maps.Keys(phraseText)) }

// phraseText are the rows of the table, in the order of the phrases.
var phraseText = map[string]string{
	"en": `Title|Award|Description|Also called|Certifies|Awarded by|Awarded|Issued|Document number|Identifier|
		Learning outcome|Learning outcomes|Workload|Planned workload|Credits earned|Level|Assessment|Planned assessment|Type|Kind|Mode|Language|
		Supervision|Result|Status|Grading scale|Form of participation|Activity|Planned activity|Period|Place|Address|Region|
		Directed by|Assessed by|Learning setting|Quality assurance|Assured by|Decision|Valid until|Web page|Document|
		Prerequisites|Stackability|Counts towards|Partial qualification|Qualification|Part of|Entitlement|Target group|Field of study|Subject|Type of learning|
		Skill|Reusability|Evidence|Member of|Further information|Also|Part|E-mail|Specification|Organisation|Code|
		About the award|Note on the award|Document of the award|Note|Attachment|Home page|Grade|Completed|Planned supervision|Note on stackability|Country|Street|Postal code|Town|Telephone|Offered by|Contact|Given name|Family name|Course offer|Credential profile|Available in|Attended|
		Class of award|Right to issue|Granted by|Partner|Origin|Route taken|Possible route|Other route|Validation of prior learning|Relation|
		see the description|
		credits|at most|contact hours:|actual:|supervised|unsupervised|identity checked|identity not checked|online|on site|blended|yes|no|
		stands alone|integrated|can be stacked|formal|non-formal|informal|year/years|month/months|week/weeks|day/days|hour/hours|minute/minutes`,
	"bg": `Наименование|Отличие|Описание|Наричано още|Удостоверява|Присъдено от|Присъдено|Издадено|Номер на документа|Идентификатор|Резултат от ученето|
		Резултати от ученето|Натовареност|Планирана натовареност|Придобити кредити|Ниво|Оценяване|Планирано оценяване|Тип|Вид|Начин|Език|Надзор|Резултат|
		Състояние|Скала за оценяване|Форма на участие|Дейност|Планирана дейност|Период|Място|Адрес|Регион|Под ръководството на|Оценено от|Среда на учене|
		Осигуряване на качеството|Осигурено от|Решение|Валидно до|Уебстраница|Документ|Изисквания за прием|Натрупваемост|Зачита се към|Частична квалификация|
		Квалификация|Част от|Право|Целева група|Област на обучение|Предмет|Тип учене|Умение|Преносимост|Доказателство|Член на|Допълнителна информация|
		Освен това|Част|Имейл|Спецификация|Организация|Код|За присъждането|Бележка за присъждането|Документ за присъждането|Бележка|Приложение|
		Начална страница|Оценка|Завършено|Планиран надзор|Бележка за натрупваемостта|Държава|Улица|Пощенски код|Град|Телефон|Предлага се от|Контакт|
		Собствено име|Фамилно име|Предлаган курс|Профил на удостоверението|Налично на езици|Участие в|
		Клас на квалификацията|Право на издаване|Предоставено от|Партньор|Произход|Изминат път|Възможен път|Друг път|Валидиране на предходно учене|Връзка|
		вж. описанието|кредита|най-много|присъствени часове:|действителна:|
		с надзор|без надзор|с проверена самоличност|без проверена самоличност|онлайн|на място|смесено|да|не|самостоятелно|интегрирано|може да се натрупва|
		формално|неформално|самостоятелно учене|г.|мес.|седм.|дн.|ч.|мин.`,
	"cs": `Název|Ocenění|Popis|Také nazýváno|Osvědčuje|Udělil|Uděleno|Vydáno|Číslo dokumentu|Identifikátor|Výsledek učení|Výsledky učení|Pracovní zátěž|
		Plánovaná pracovní zátěž|Získané kredity|Úroveň|Hodnocení|Plánované hodnocení|Typ|Druh|Způsob|Jazyk|Dohled|Výsledek|Stav|Stupnice hodnocení|
		Forma účasti|Činnost|Plánovaná činnost|Období|Místo|Adresa|Region|Vedl|Hodnotil|Prostředí učení|Zajišťování kvality|Kvalitu zajišťuje|Rozhodnutí|
		Platí do|Webová stránka|Dokument|Vstupní požadavky|Skládání|Započítává se do|Dílčí kvalifikace|Kvalifikace|Součást|Oprávnění|Cílová skupina|
		Obor vzdělání|Předmět|Typ učení|Dovednost|Přenositelnost|Doklad|Člen|Další informace|Dále|Část|E-mail|Specifikace|Organizace|Kód|O udělení|
		Poznámka k udělení|Dokument k udělení|Poznámka|Příloha|Domovská stránka|Známka|Dokončeno|Plánovaný dohled|Poznámka ke skládání|Země|Ulice|PSČ|Obec|
		Telefon|Nabízí|Kontakt|Jméno|Příjmení|Nabídka kurzu|Profil osvědčení|Dostupné v jazycích|Účast na|
		Třída kvalifikace|Právo vydávat|Přiznal|Partner|Původ|Zvolená cesta|Možná cesta|Jiná cesta|Uznání předchozího učení|Vztah|
		viz popis|kreditů|nejvýše|kontaktní hodiny:|skutečná:|
		s dohledem|bez dohledu|totožnost ověřena|totožnost neověřena|online|na místě|kombinovaně|ano|ne|samostatné|začleněné|lze skládat|formální|neformální|
		informální|r.|měs.|týd.|d.|hod.|min.`,
	"da": `Titel|Udmærkelse|Beskrivelse|Også kaldet|Bekræfter|Tildelt af|Tildelt|Udstedt|Dokumentnummer|Identifikator|Læringsudbytte|Læringsudbytter|Omfang|
		Planlagt omfang|Optjente point|Niveau|Bedømmelse|Planlagt bedømmelse|Type|Art|Undervisningsform|Sprog|Tilsyn|Resultat|Status|Karakterskala|
		Deltagelsesform|Aktivitet|Planlagt aktivitet|Periode|Sted|Adresse|Region|Ledet af|Bedømt af|Læringskontekst|Kvalitetssikring|Sikret af|Afgørelse|
		Gyldig til|Webside|Dokument|Adgangskrav|Kombinerbarhed|Indgår i|Delkvalifikation|Kvalifikation|Del af|Rettighed|Målgruppe|Fagområde|Emne|Type læring|
		Færdighed|Overførbarhed|Dokumentation|Medlem af|Flere oplysninger|Desuden|Del|E-mail|Specifikation|Organisation|Kode|Om tildelingen|
		Bemærkning til tildelingen|Dokument til tildelingen|Bemærkning|Bilag|Hjemmeside|Karakter|Gennemført|Planlagt tilsyn|Bemærkning om kombinerbarhed|Land|
		Gade|Postnummer|By|Telefon|Udbudt af|Kontakt|Fornavn|Efternavn|Kursusudbud|Bevisprofil|Findes på|Deltog i|
		Klasse af kvalifikation|Ret til at udstede|Givet af|Partner|Udspring|Vej der blev taget|Mulig vej|Anden vej|Realkompetencevurdering|Forhold|
		se beskrivelsen|point|højst|kontakttimer:|faktisk:|
		under tilsyn|uden tilsyn|med identitetskontrol|uden identitetskontrol|online|på stedet|blandet|ja|nej|selvstændig|integreret|kan kombineres|formel|
		ikke-formel|uformel|år|måned/måneder|uge/uger|dag/dage|time/timer|minut/minutter`,
	"de": `Titel|Auszeichnung|Beschreibung|Auch genannt|Bescheinigt|Verliehen von|Verliehen|Ausgestellt|Dokumentnummer|Kennung|Lernergebnis|Lernergebnisse|
		Arbeitsaufwand|Geplanter Arbeitsaufwand|Erworbene Leistungspunkte|Niveau|Prüfung|Geplante Prüfung|Typ|Art|Lehrform|Sprache|Aufsicht|Ergebnis|Status|
		Notenskala|Teilnahmeform|Lernaktivität|Geplante Lernaktivität|Zeitraum|Ort|Anschrift|Region|Geleitet von|Geprüft von|Lernumfeld|Qualitätssicherung|
		Gesichert von|Entscheidung|Gültig bis|Webseite|Dokument|Zugangsvoraussetzungen|Kombinierbarkeit|Anrechenbar auf|Teilqualifikation|Qualifikation|
		Teil von|Berechtigung|Zielgruppe|Studienbereich|Fach|Art des Lernens|Fähigkeit|Übertragbarkeit|Nachweis|Mitglied von|Weitere Angaben|Außerdem|Teil|
		E-Mail|Spezifikation|Organisation|Code|Über die Verleihung|Anmerkung zur Verleihung|Dokument zur Verleihung|Anmerkung|Anlage|Homepage|Note|
		Abgeschlossen|Geplante Aufsicht|Anmerkung zur Kombinierbarkeit|Land|Straße|Postleitzahl|Stadt|Telefon|Angeboten von|Kontakt|Vorname|Nachname|
		Kursangebot|Nachweisprofil|Verfügbar in|Teilgenommen an|
		Abschlussklasse|Ausstellungsrecht|Erteilt von|Partner|Entstehung|Gegangener Weg|Möglicher Weg|Weiterer Weg|Validierung früheren Lernens|Beziehung|
		siehe Beschreibung|Leistungspunkte|höchstens|Kontaktstunden:|tatsächlich:|beaufsichtigt|unbeaufsichtigt|
		Identität geprüft|Identität nicht geprüft|online|vor Ort|gemischt|ja|nein|eigenständig|integriert|kombinierbar|formal|nichtformal|informell|Jahr/Jahre|
		Monat/Monate|Woche/Wochen|Tag/Tage|Stunde/Stunden|Minute/Minuten`,
	"el": `Τίτλος|Διάκριση|Περιγραφή|Άλλη ονομασία|Πιστοποιεί|Απονεμήθηκε από|Απονεμήθηκε|Εκδόθηκε|Αριθμός εγγράφου|Αναγνωριστικό|Μαθησιακό αποτέλεσμα|
		Μαθησιακά αποτελέσματα|Φόρτος εργασίας|Προβλεπόμενος φόρτος εργασίας|Αποκτηθείσες μονάδες|Επίπεδο|Αξιολόγηση|Προβλεπόμενη αξιολόγηση|Τύπος|Είδος|
		Τρόπος|Γλώσσα|Επιτήρηση|Αποτέλεσμα|Κατάσταση|Κλίμακα βαθμολόγησης|Μορφή συμμετοχής|Δραστηριότητα|Προβλεπόμενη δραστηριότητα|Περίοδος|Τόπος|Διεύθυνση|
		Περιφέρεια|Υπό τη διεύθυνση|Αξιολογήθηκε από|Πλαίσιο μάθησης|Διασφάλιση ποιότητας|Διασφαλίζεται από|Απόφαση|Ισχύει έως|Ιστοσελίδα|Έγγραφο|
		Προαπαιτούμενα|Σωρευσιμότητα|Προσμετράται σε|Μερικό προσόν|Επαγγελματικό προσόν|Μέρος του|Δικαίωμα|Ομάδα-στόχος|Πεδίο σπουδών|Θέμα|Τύπος μάθησης|
		Δεξιότητα|Μεταφερσιμότητα|Αποδεικτικό|Μέλος του|Περισσότερες πληροφορίες|Επίσης|Μέρος|Ηλεκτρονικό ταχυδρομείο|Προδιαγραφή|Οργανισμός|Κωδικός|
		Σχετικά με την απονομή|Σημείωση για την απονομή|Έγγραφο της απονομής|Σημείωση|Συνημμένο|Αρχική σελίδα|Βαθμός|Ολοκληρώθηκε|Προβλεπόμενη επιτήρηση|
		Σημείωση για τη σωρευσιμότητα|Χώρα|Οδός|Ταχυδρομικός κώδικας|Πόλη|Τηλέφωνο|Προσφέρεται από|Επικοινωνία|Όνομα|Επώνυμο|Προσφορά μαθήματος|
		Προφίλ πιστοποιητικού|Διατίθεται σε|Συμμετοχή σε|
		Κατηγορία τίτλου|Δικαίωμα έκδοσης|Παραχωρήθηκε από|Εταίρος|Προέλευση|Διαδρομή που ακολουθήθηκε|Δυνατή διαδρομή|Άλλη διαδρομή|Επικύρωση προηγούμενης μάθησης|Σχέση|
		βλέπε περιγραφή|μονάδες|το πολύ|ώρες διδασκαλίας:|πραγματικός:|με επιτήρηση|χωρίς επιτήρηση|με έλεγχο ταυτότητας|
		χωρίς έλεγχο ταυτότητας|διαδικτυακά|με φυσική παρουσία|μεικτή|ναι|όχι|αυτοτελές|ενσωματωμένο|σωρεύσιμο|τυπική|μη τυπική|άτυπη|έτος/έτη|μήνας/μήνες|
		εβδομάδα/εβδομάδες|ημέρα/ημέρες|ώρα/ώρες|λεπτό/λεπτά`,
	"es": `Título|Distinción|Descripción|También llamado|Certifica|Otorgado por|Otorgado|Expedido|Número de documento|Identificador|Resultado de aprendizaje|
		Resultados de aprendizaje|Carga de trabajo|Carga de trabajo prevista|Créditos obtenidos|Nivel|Evaluación|Evaluación prevista|Tipo|Clase|Modalidad|
		Idioma|Supervisión|Resultado|Estado|Escala de calificación|Forma de participación|Actividad|Actividad prevista|Período|Lugar|Dirección|Región|
		Dirigido por|Evaluado por|Entorno de aprendizaje|Garantía de calidad|Garantizado por|Decisión|Válido hasta|Página web|Documento|Requisitos previos|
		Acumulabilidad|Cuenta para|Cualificación parcial|Cualificación|Parte de|Derecho|Grupo destinatario|Campo de estudio|Materia|Tipo de aprendizaje|
		Capacidad|Transferibilidad|Evidencia|Miembro de|Más información|Además|Parte|Correo electrónico|Especificación|Organización|Código|
		Sobre el otorgamiento|Nota sobre el otorgamiento|Documento del otorgamiento|Nota|Anexo|Página principal|Calificación|Completado|Supervisión prevista|
		Nota sobre la acumulabilidad|País|Calle|Código postal|Ciudad|Teléfono|Ofrecido por|Contacto|Nombre|Apellido|Oferta del curso|Perfil de la credencial|
		Disponible en|Asistió a|
		Clase de titulación|Derecho a expedir|Concedido por|Socio|Origen|Vía seguida|Vía posible|Otra vía|Validación de aprendizajes previos|Relación|
		véase la descripción|créditos|como máximo|horas lectivas:|real:|supervisado|sin supervisión|identidad verificada|identidad no verificada|
		en línea|presencial|semipresencial|sí|no|independiente|integrado|acumulable|formal|no formal|informal|año/años|mes/meses|semana/semanas|día/días|
		hora/horas|minuto/minutos`,
	"et": `Nimetus|Tunnustus|Kirjeldus|Teine nimi|Tõendab|Omistaja|Omistatud|Välja antud|Dokumendi number|Tunnus|Õpiväljund|Õpiväljundid|Maht|Kavandatud maht|
		Saadud ainepunktid|Tase|Hindamine|Kavandatud hindamine|Tüüp|Liik|Õppevorm|Keel|Järelevalve|Tulemus|Olek|Hindamisskaala|Osalemise vorm|Tegevus|
		Kavandatud tegevus|Ajavahemik|Koht|Aadress|Piirkond|Juhendaja|Hindaja|Õppe laad|Kvaliteedi tagamine|Kvaliteedi tagaja|Otsus|Kehtib kuni|Veebileht|
		Dokument|Eeltingimused|Kombineeritavus|Arvestatakse|Osakvalifikatsioon|Kvalifikatsioon|Kuulub|Õigus|Sihtrühm|Õppevaldkond|Aine|Õppe tüüp|Oskus|
		Ülekantavus|Tõend|Liige|Lisateave|Samuti|Osa|E-post|Spetsifikatsioon|Organisatsioon|Kood|Omistamise kohta|Märkus omistamise kohta|Omistamise dokument|
		Märkus|Lisa|Koduleht|Hinne|Läbitud|Kavandatud järelevalve|Märkus kombineeritavuse kohta|Riik|Tänav|Postiindeks|Linn|Telefon|Pakkuja|Kontakt|Eesnimi|
		Perekonnanimi|Kursuse pakkumine|Tunnistuse profiil|Saadaval keeltes|Osales|
		Kvalifikatsiooni liik|Väljaandmise õigus|Õiguse andja|Partner|Päritolu|Läbitud tee|Võimalik tee|Muu tee|Varasema õppe arvestamine|Seos|
		vaata kirjeldust|punkti|kõige rohkem|kontakttunde:|tegelik:|järelevalve all|
		järelevalveta|isik tuvastatud|isik tuvastamata|veebis|kohapeal|kombineeritud|jah|ei|iseseisev|lõimitud|kombineeritav|formaalne|mitteformaalne|
		informaalne|aasta/aastat|kuu/kuud|nädal/nädalat|päev/päeva|tund/tundi|minut/minutit`,
	"fi": `Nimi|Suoritus|Kuvaus|Toinen nimi|Todistaa|Myöntäjä|Myönnetty|Annettu|Asiakirjan numero|Tunniste|Oppimistulos|Oppimistulokset|Laajuus|
		Suunniteltu laajuus|Saadut opintopisteet|Taso|Arviointi|Suunniteltu arviointi|Tyyppi|Laji|Toteutustapa|Kieli|Valvonta|Tulos|Tila|Arviointiasteikko|
		Osallistumismuoto|Toiminta|Suunniteltu toiminta|Ajanjakso|Paikka|Osoite|Alue|Ohjaaja|Arvioija|Oppimisympäristö|Laadunvarmistus|Laadun varmistaja|
		Päätös|Voimassa asti|Verkkosivu|Asiakirja|Pääsyvaatimukset|Yhdistettävyys|Luetaan osaksi|Osatutkinto|Tutkinto|Osa kokonaisuutta|Oikeus|Kohderyhmä|
		Koulutusala|Aihe|Oppimisen tyyppi|Taito|Siirrettävyys|Todiste|Jäsenenä|Lisätietoja|Lisäksi|Osa|Sähköposti|Määrittely|Organisaatio|Koodi|
		Tietoa suorituksesta|Huomautus suorituksesta|Suorituksen asiakirja|Huomautus|Liite|Kotisivu|Arvosana|Suoritettu|Suunniteltu valvonta|
		Huomautus yhdistettävyydestä|Maa|Katuosoite|Postinumero|Paikkakunta|Puhelin|Järjestäjä|Yhteystieto|Etunimi|Sukunimi|Kurssitarjonta|
		Todistuksen profiili|Saatavilla kielillä|Osallistui|
		Tutkintoluokka|Myöntämisoikeus|Oikeuden antaja|Kumppani|Tausta|Toteutunut suoritustapa|Mahdollinen suoritustapa|Muu suoritustapa|Aiemman osaamisen tunnistaminen|Suhde|
		katso kuvaus|pistettä|enintään|lähiopetusta:|toteutunut:|valvottu|valvomaton|henkilöllisyys tarkistettu|
		henkilöllisyyttä ei tarkistettu|verkossa|paikan päällä|monimuoto|kyllä|ei|itsenäinen|integroitu|yhdistettävissä|muodollinen|epävirallinen|
		arkioppiminen|vuosi/vuotta|kuukausi/kuukautta|viikko/viikkoa|päivä/päivää|tunti/tuntia|minuutti/minuuttia`,
	"fr": `Titre|Distinction|Description|Autre nom|Atteste|Décerné par|Décerné|Délivré|Numéro du document|Identifiant|Acquis d'apprentissage|
		Acquis d'apprentissage visés|Charge de travail|Charge de travail prévue|Crédits obtenus|Niveau|Évaluation|Évaluation prévue|Type|Genre|Mode|Langue|
		Surveillance|Résultat|Statut|Échelle de notation|Forme de participation|Activité|Activité prévue|Période|Lieu|Adresse|Région|Dirigé par|Évalué par|
		Cadre d'apprentissage|Assurance qualité|Assurée par|Décision|Valable jusqu'au|Page web|Document|Conditions d'admission|Cumulabilité|Compte pour|
		Qualification partielle|Qualification|Fait partie de|Droit|Public cible|Domaine d'études|Matière|Type d'apprentissage|Compétence|Transférabilité|
		Preuve|Membre de|Informations complémentaires|De plus|Partie|Courriel|Spécification|Organisation|Code|À propos de l'attribution|Note sur l'attribution|
		Document de l'attribution|Remarque|Pièce jointe|Page d'accueil|Note|Achevé|Surveillance prévue|Note sur la cumulabilité|Pays|Rue|Code postal|Ville|
		Téléphone|Proposé par|Contact|Prénom|Nom de famille|Offre de cours|Profil du certificat|Disponible en|Participation à|
		Classe de certification|Droit de délivrer|Accordé par|Partenaire|Origine|Voie suivie|Voie possible|Autre voie|Validation des acquis|Relation|
		voir la description|crédits|au plus|
		heures de contact :|effectif :|surveillé|non surveillé|identité vérifiée|identité non vérifiée|en ligne|sur place|hybride|oui|non|autonome|intégré|
		cumulable|formel|non formel|informel|an/ans|mois|semaine/semaines|jour/jours|heure/heures|minute/minutes`,
	"ga": `Teideal|Dámhachtain|Cur síos|Ar a dtugtar freisin|Deimhníonn|Bronnta ag|Bronnta|Eisithe|Uimhir an doiciméid|Aitheantóir|Toradh foghlama|
		Torthaí foghlama|Ualach oibre|Ualach oibre beartaithe|Creidmheasanna tuillte|Leibhéal|Measúnú|Measúnú beartaithe|Cineál|Saghas|Modh|Teanga|Maoirseacht|
		Toradh|Stádas|Scála grádaithe|Foirm rannpháirtíochta|Gníomhaíocht|Gníomhaíocht bheartaithe|Tréimhse|Áit|Seoladh|Réigiún|Faoi stiúir|Measúnaithe ag|
		Suíomh foghlama|Dearbhú cáilíochta|Dearbhaithe ag|Cinneadh|Bailí go dtí|Leathanach gréasáin|Doiciméad|Réamhriachtanais|Inchruachadh|Áirítear i dtreo|
		Páirtcháilíocht|Cáilíocht|Cuid de|Teidlíocht|Spriocghrúpa|Réimse staidéir|Ábhar|Cineál foghlama|Scil|In-aistritheacht|Fianaise|Ball de|
		Tuilleadh eolais|Chomh maith leis sin|Cuid|Ríomhphost|Sonraíocht|Eagraíocht|Cód|Maidir leis an dámhachtain|Nóta ar an dámhachtain|
		Doiciméad na dámhachtana|Nóta|Ceangaltán|Leathanach baile|Grád|Críochnaithe|Maoirseacht bheartaithe|Nóta ar inchruachadh|Tír|Sráid|Cód poist|Baile|
		Teileafón|Á thairiscint ag|Teagmháil|Céadainm|Sloinne|Tairiscint cúrsa|Próifíl an deimhnithe|Ar fáil i|D'fhreastail ar|
		Aicme dámhachtana|Ceart eisiúna|Deonaithe ag|Comhpháirtí|Bunús|Bealach a leanadh|Bealach féideartha|Bealach eile|Bailíochtú réamhfhoghlama|Gaol|
		féach an cur síos|creidmheas|ar a mhéad|
		uaireanta teagmhála:|iarbhír:|faoi mhaoirseacht|gan mhaoirseacht|aitheantas seiceáilte|aitheantas gan seiceáil|ar líne|ar an láthair|measctha|tá|níl|
		neamhspleách|comhtháite|inchruachta|foirmiúil|neamhfhoirmiúil|gan fhoirm|bl.|mí|scht.|lá|u.|nóim.`,
	"hr": `Naziv|Priznanje|Opis|Drugi naziv|Potvrđuje|Dodijelio|Dodijeljeno|Izdano|Broj dokumenta|Identifikator|Ishod učenja|Ishodi učenja|Opterećenje|
		Planirano opterećenje|Stečeni bodovi|Razina|Vrednovanje|Planirano vrednovanje|Tip|Vrsta|Način|Jezik|Nadzor|Rezultat|Status|Ljestvica ocjena|
		Oblik sudjelovanja|Aktivnost|Planirana aktivnost|Razdoblje|Mjesto|Adresa|Regija|Vodio|Vrednovao|Okruženje za učenje|Osiguravanje kvalitete|
		Kvalitetu osigurava|Odluka|Vrijedi do|Mrežna stranica|Dokument|Uvjeti upisa|Mogućnost spajanja|Ubraja se u|Djelomična kvalifikacija|Kvalifikacija|
		Sastavni dio|Pravo|Ciljna skupina|Područje obrazovanja|Predmet|Tip učenja|Vještina|Prenosivost|Dokaz|Član|Dodatne informacije|Također|Dio|E-pošta|
		Specifikacija|Organizacija|Kod|O dodjeli|Napomena o dodjeli|Dokument o dodjeli|Napomena|Prilog|Početna stranica|Ocjena|Dovršeno|Planirani nadzor|
		Napomena o spajanju|Država|Ulica|Poštanski broj|Grad|Telefon|Nudi|Kontakt|Ime|Prezime|Ponuda tečaja|Profil potvrde|Dostupno na jezicima|Sudjelovanje u|
		Razred kvalifikacije|Pravo izdavanja|Pravo dodijelio|Partner|Podrijetlo|Odabrani put|Mogući put|Drugi put|Vrednovanje prethodnog učenja|Odnos|
		vidi opis|
		bodova|najviše|kontaktni sati:|stvarno:|pod nadzorom|bez nadzora|identitet provjeren|identitet neprovjeren|putem interneta|uživo|kombinirano|da|ne|
		samostalno|uključeno|može se spajati|formalno|neformalno|informalno|g.|mj.|tj.|d.|h|min`,
	"hu": `Cím|Elismerés|Leírás|Más néven|Tanúsítja|Odaítélő|Odaítélve|Kiállítva|Okirat száma|Azonosító|Tanulási eredmény|Tanulási eredmények|Munkaterhelés|
		Tervezett munkaterhelés|Megszerzett kreditek|Szint|Értékelés|Tervezett értékelés|Típus|Fajta|Mód|Nyelv|Felügyelet|Eredmény|Állapot|Osztályozási skála|
		Részvétel formája|Tevékenység|Tervezett tevékenység|Időszak|Hely|Postacím|Régió|Vezette|Értékelte|Tanulási környezet|Minőségbiztosítás|Biztosítja|
		Határozat|Érvényes eddig|Weboldal|Dokumentum|Belépési feltételek|Halmozhatóság|Beszámítható ide|Részképesítés|Képesítés|Része ennek|Jogosultság|
		Célcsoport|Tanulmányi terület|Tárgy|Tanulás típusa|Készség|Átvihetőség|Bizonyíték|Tagja ennek|További információ|Továbbá|Rész|E-mail|Leírás részletei|
		Szervezet|Kód|Az odaítélésről|Megjegyzés az odaítéléshez|Az odaítélés dokumentuma|Megjegyzés|Melléklet|Kezdőlap|Érdemjegy|Teljesítve|
		Tervezett felügyelet|Megjegyzés a halmozhatóságról|Ország|Utca|Irányítószám|Település|Telefon|Kínálja|Kapcsolat|Utónév|Családi név|Kurzuskínálat|
		Tanúsítvány profilja|Elérhető nyelveken|Részvétel ezen|
		Képesítés osztálya|Kiállítási jog|Jogot adta|Partner|Eredet|Megtett út|Lehetséges út|Más út|Előzetes tudás elismerése|Kapcsolódás|
		lásd a leírást|kredit|legfeljebb|kontaktórák:|tényleges:|felügyelt|felügyelet nélküli|
		személyazonosság ellenőrizve|személyazonosság nincs ellenőrizve|online|helyszíni|vegyes|igen|nem|önálló|integrált|halmozható|formális|nem formális|
		informális|év|hónap|hét|nap|óra|perc`,
	"is": `Heiti|Viðurkenning|Lýsing|Einnig nefnt|Staðfestir|Veitt af|Veitt|Gefið út|Skjalnúmer|Auðkenni|Hæfniviðmið|Lærdómsviðmið|Umfang|Áætlað umfang|
		Áunnar einingar|Þrep|Námsmat|Áætlað námsmat|Tegund|Flokkur|Kennsluform|Tungumál|Eftirlit|Niðurstaða|Staða|Einkunnakvarði|Þátttökuform|Verkefni|
		Áætlað verkefni|Tímabil|Staður|Heimilisfang|Svæði|Stýrt af|Metið af|Námsumhverfi|Gæðatrygging|Tryggt af|Ákvörðun|Gildir til|Vefsíða|Skjal|
		Inntökuskilyrði|Samsetjanleiki|Telur til|Hluti prófgráðu|Prófgráða|Hluti af|Réttindi|Markhópur|Námssvið|Efni|Tegund náms|Færni|Yfirfæranleiki|
		Sönnunargagn|Aðili að|Nánari upplýsingar|Auk þess|Hluti|Netfang|Forskrift|Stofnun|Kóði|Um veitinguna|Athugasemd við veitinguna|Skjal með veitingunni|
		Athugasemd|Viðhengi|Heimasíða|Einkunn|Lokið|Áætlað eftirlit|Athugasemd um samsetjanleika|Land|Gata|Póstnúmer|Bær|Sími|Í boði hjá|Tengiliður|Eiginnafn|
		Eftirnafn|Námsframboð|Snið skírteinis|Fáanlegt á|Sótti|
		Flokkur viðurkenningar|Réttur til útgáfu|Réttinn veitti|Samstarfsaðili|Tilurð|Leið sem var farin|Möguleg leið|Önnur leið|Raunfærnimat|Tengsl|
		sjá lýsingu|einingar|að hámarki|kennslustundir:|raunverulegt:|undir eftirliti|án eftirlits|
		með staðfestu auðkenni|án staðfests auðkennis|á netinu|á staðnum|blandað|já|nei|sjálfstætt|samþætt|má setja saman|formlegt|óformlegt|formlaust|ár|
		mánuður/mánuðir|vika/vikur|dagur/dagar|klukkustund/klukkustundir|mínúta/mínútur`,
	"it": `Titolo|Riconoscimento|Descrizione|Detto anche|Attesta|Conferito da|Conferito|Rilasciato|Numero del documento|Identificativo|Risultato di apprendimento|
		Risultati di apprendimento|Carico di lavoro|Carico di lavoro previsto|Crediti conseguiti|Livello|Valutazione|Valutazione prevista|Tipo|Genere|Modalità|
		Lingua|Supervisione|Risultato|Stato|Scala di valutazione|Forma di partecipazione|Attività|Attività prevista|Periodo|Luogo|Indirizzo|Regione|Diretto da|
		Valutato da|Contesto di apprendimento|Garanzia della qualità|Garantito da|Decisione|Valido fino al|Pagina web|Documento|Requisiti di accesso|
		Cumulabilità|Vale per|Qualificazione parziale|Qualificazione|Parte di|Diritto|Gruppo di destinatari|Campo di studio|Materia|Tipo di apprendimento|
		Abilità|Trasferibilità|Prova|Membro di|Ulteriori informazioni|Inoltre|Parte|Posta elettronica|Specifica|Organizzazione|Codice|Sul conferimento|
		Nota sul conferimento|Documento del conferimento|Nota|Allegato|Pagina iniziale|Voto|Completato|Supervisione prevista|Nota sulla cumulabilità|Paese|Via|
		Codice postale|Città|Telefono|Offerto da|Contatto|Nome|Cognome|Offerta del corso|Profilo della credenziale|Disponibile in|Partecipazione a|
		Classe di titolo|Diritto di rilascio|Concesso da|Partner|Origine|Percorso seguito|Percorso possibile|Altro percorso|Validazione di apprendimenti pregressi|Relazione|
		vedi la descrizione|crediti|
		al massimo|ore di contatto:|effettivo:|con supervisione|senza supervisione|identità verificata|identità non verificata|in linea|in presenza|misto|sì|
		no|autonomo|integrato|cumulabile|formale|non formale|informale|anno/anni|mese/mesi|settimana/settimane|giorno/giorni|ora/ore|minuto/minuti`,
	"lt": `Pavadinimas|Apdovanojimas|Aprašymas|Taip pat vadinama|Patvirtina|Suteikė|Suteikta|Išduota|Dokumento numeris|Identifikatorius|Mokymosi rezultatas|
		Mokymosi rezultatai|Apimtis|Planuojama apimtis|Įgyti kreditai|Lygis|Vertinimas|Planuojamas vertinimas|Tipas|Rūšis|Būdas|Kalba|Priežiūra|Rezultatas|
		Būsena|Vertinimo skalė|Dalyvavimo forma|Veikla|Planuojama veikla|Laikotarpis|Vieta|Adresas|Regionas|Vadovavo|Vertino|Mokymosi aplinka|
		Kokybės užtikrinimas|Užtikrina|Sprendimas|Galioja iki|Tinklalapis|Dokumentas|Priėmimo reikalavimai|Kaupiamumas|Įskaitoma į|Dalinė kvalifikacija|
		Kvalifikacija|Priklauso|Teisė|Tikslinė grupė|Studijų sritis|Dalykas|Mokymosi tipas|Įgūdis|Perkeliamumas|Įrodymas|Narys|Papildoma informacija|Be to|
		Dalis|El. paštas|Specifikacija|Organizacija|Kodas|Apie suteikimą|Pastaba dėl suteikimo|Suteikimo dokumentas|Pastaba|Priedas|Pagrindinis puslapis|
		Pažymys|Baigta|Planuojama priežiūra|Pastaba dėl kaupiamumo|Šalis|Gatvė|Pašto kodas|Miestas|Telefonas|Siūlo|Kontaktai|Vardas|Pavardė|Kurso pasiūlymas|
		Pažymėjimo profilis|Prieinama kalbomis|Dalyvavo|
		Kvalifikacijos klasė|Teisė išduoti|Teisę suteikė|Partneris|Kilmė|Pasirinktas kelias|Galimas kelias|Kitas kelias|Ankstesnio mokymosi pripažinimas|Ryšys|
		žr. aprašymą|kreditai|ne daugiau kaip|kontaktinės valandos:|faktinė:|prižiūrima|neprižiūrima|
		tapatybė patikrinta|tapatybė nepatikrinta|internetu|vietoje|mišrus|taip|ne|savarankiškas|integruotas|kaupiamas|formalusis|neformalusis|savaiminis|m.|
		mėn.|sav.|d.|val.|min.`,
	"lv": `Nosaukums|Apliecinājums|Apraksts|Saukts arī|Apliecina|Piešķīra|Piešķirts|Izdots|Dokumenta numurs|Identifikators|Mācīšanās rezultāts|
		Mācīšanās rezultāti|Apjoms|Plānotais apjoms|Iegūtie kredītpunkti|Līmenis|Vērtēšana|Plānotā vērtēšana|Tips|Veids|Norises veids|Valoda|Uzraudzība|
		Rezultāts|Statuss|Vērtējuma skala|Dalības forma|Nodarbība|Plānotā nodarbība|Laikposms|Vieta|Adrese|Reģions|Vadīja|Vērtēja|Mācību vide|
		Kvalitātes nodrošināšana|Nodrošina|Lēmums|Derīgs līdz|Tīmekļa lapa|Dokuments|Uzņemšanas prasības|Apvienojamība|Ieskaita|Daļēja kvalifikācija|
		Kvalifikācija|Daļa no|Tiesības|Mērķgrupa|Studiju joma|Priekšmets|Mācību tips|Prasme|Pārnesamība|Pierādījums|Dalībnieks|Papildu informācija|Turklāt|
		Daļa|E-pasts|Specifikācija|Organizācija|Kods|Par piešķiršanu|Piezīme par piešķiršanu|Piešķiršanas dokuments|Piezīme|Pielikums|Sākumlapa|Atzīme|
		Pabeigts|Plānotā uzraudzība|Piezīme par apvienojamību|Valsts|Iela|Pasta indekss|Pilsēta|Tālrunis|Piedāvā|Saziņa|Vārds|Uzvārds|Kursa piedāvājums|
		Apliecības profils|Pieejams valodās|Piedalījās|
		Kvalifikācijas klase|Tiesības izdot|Tiesības piešķīra|Partneris|Izcelsme|Izvēlētais ceļš|Iespējamais ceļš|Cits ceļš|Iepriekšējās mācīšanās atzīšana|Saistība|
		skatīt aprakstu|punkti|ne vairāk kā|kontaktstundas:|faktiskais:|uzraudzīts|bez uzraudzības|identitāte pārbaudīta|
		identitāte nav pārbaudīta|tiešsaistē|klātienē|jaukts|jā|nē|patstāvīgs|integrēts|apvienojams|formāls|neformāls|ikdienējs|g.|mēn.|ned.|d.|st.|min.`,
	"mt": `Titolu|Għotja|Deskrizzjoni|Imsejjaħ ukoll|Jiċċertifika|Mogħti minn|Mogħti|Maħruġ|Numru tad-dokument|Identifikatur|Eżitu tat-tagħlim|Eżiti tat-tagħlim|
		Ammont ta' xogħol|Ammont ta' xogħol ippjanat|Krediti miksuba|Livell|Valutazzjoni|Valutazzjoni ppjanata|Tip|Xorta|Mod|Lingwa|Superviżjoni|Riżultat|
		Status|Skala tal-gradi|Forma ta' parteċipazzjoni|Attività|Attività ppjanata|Perjodu|Post|Indirizz|Reġjun|Immexxi minn|Ivvalutat minn|
		Ambjent tat-tagħlim|Assigurazzjoni tal-kwalità|Assigurat minn|Deċiżjoni|Validu sa|Paġna web|Dokument|Rekwiżiti tad-dħul|Akkumulabbiltà|Jgħodd għal|
		Kwalifika parzjali|Kwalifika|Parti minn|Dritt|Grupp fil-mira|Qasam ta' studju|Suġġett|Tip ta' tagħlim|Ħila|Trasferibbiltà|Evidenza|Membru ta'|
		Aktar informazzjoni|Ukoll|Parti|Posta elettronika|Speċifikazzjoni|Organizzazzjoni|Kodiċi|Dwar l-għotja|Nota dwar l-għotja|Dokument tal-għotja|Nota|
		Mehmuż|Paġna ewlenija|Grad|Mitmum|Superviżjoni ppjanata|Nota dwar l-akkumulabbiltà|Pajjiż|Triq|Kodiċi postali|Belt|Telefown|Offrut minn|Kuntatt|Isem|
		Kunjom|Offerta tal-kors|Profil taċ-ċertifikat|Disponibbli bi|Parteċipazzjoni fi|
		Klassi tal-għotja|Dritt tal-ħruġ|Dritt mogħti minn|Sieħeb|Oriġini|Rotta meħuda|Rotta possibbli|Rotta oħra|Validazzjoni ta' tagħlim preċedenti|Relazzjoni|
		ara d-deskrizzjoni|krediti|l-aktar|sigħat ta' kuntatt:|attwali:|b'superviżjoni|
		mingħajr superviżjoni|identità vverifikata|identità mhux ivverifikata|online|fuq il-post|imħallat|iva|le|indipendenti|integrat|akkumulabbli|formali|
		mhux formali|informali|sena/snin|xahar/xhur|ġimgħa/ġimgħat|jum/jiem|siegħa/sigħat|minuta/minuti`,
	"nb": `Tittel|Utmerkelse|Beskrivelse|Også kalt|Bekrefter|Tildelt av|Tildelt|Utstedt|Dokumentnummer|Identifikator|Læringsutbytte|Læringsutbytter|Omfang|
		Planlagt omfang|Opptjente studiepoeng|Nivå|Vurdering|Planlagt vurdering|Type|Slag|Undervisningsform|Språk|Tilsyn|Resultat|Status|Karakterskala|
		Deltakelsesform|Aktivitet|Planlagt aktivitet|Periode|Sted|Adresse|Region|Ledet av|Vurdert av|Læringskontekst|Kvalitetssikring|Sikret av|Vedtak|
		Gyldig til|Nettside|Dokument|Opptakskrav|Kombinerbarhet|Inngår i|Delkvalifikasjon|Kvalifikasjon|Del av|Rettighet|Målgruppe|Fagområde|Emne|Type læring|
		Ferdighet|Overførbarhet|Dokumentasjon|Medlem av|Mer informasjon|Videre|Del|E-post|Spesifikasjon|Organisasjon|Kode|Om tildelingen|
		Merknad til tildelingen|Dokument til tildelingen|Merknad|Vedlegg|Hjemmeside|Karakter|Fullført|Planlagt tilsyn|Merknad om kombinerbarhet|Land|Gate|
		Postnummer|Poststed|Telefon|Tilbudt av|Kontakt|Fornavn|Etternavn|Kurstilbud|Bevisprofil|Tilgjengelig på|Deltok på|
		Klasse av kvalifikasjon|Rett til å utstede|Gitt av|Partner|Utspring|Vei som ble tatt|Mulig vei|Annen vei|Realkompetansevurdering|Forhold|
		se beskrivelsen|studiepoeng|høyst|
		kontakttimer:|faktisk:|under tilsyn|uten tilsyn|med identitetskontroll|uten identitetskontroll|på nett|på stedet|kombinert|ja|nei|frittstående|
		integrert|kan kombineres|formell|ikke-formell|uformell|år|måned/måneder|uke/uker|dag/dager|time/timer|minutt/minutter`,
	"nl": `Titel|Toekenning|Beschrijving|Ook genoemd|Bevestigt|Toegekend door|Toegekend|Afgegeven|Documentnummer|Identificatie|Leerresultaat|Leerresultaten|
		Studielast|Geplande studielast|Behaalde studiepunten|Niveau|Toetsing|Geplande toetsing|Type|Soort|Onderwijsvorm|Taal|Toezicht|Resultaat|Status|
		Beoordelingsschaal|Vorm van deelname|Activiteit|Geplande activiteit|Periode|Plaats|Adres|Regio|Geleid door|Beoordeeld door|Leeromgeving|
		Kwaliteitsborging|Geborgd door|Besluit|Geldig tot|Webpagina|Document|Toelatingseisen|Stapelbaarheid|Telt mee voor|Deelkwalificatie|Kwalificatie|
		Deel van|Recht|Doelgroep|Vakgebied|Onderwerp|Type leren|Vaardigheid|Overdraagbaarheid|Bewijs|Lid van|Meer informatie|Ook|Deel|E-mail|Specificatie|
		Organisatie|Code|Over de toekenning|Opmerking bij de toekenning|Document bij de toekenning|Opmerking|Bijlage|Startpagina|Cijfer|Voltooid|
		Gepland toezicht|Opmerking over stapelbaarheid|Land|Straat|Postcode|Stad|Telefoon|Aangeboden door|Contact|Voornaam|Achternaam|Cursusaanbod|
		Profiel van het bewijs|Beschikbaar in|Deelname aan|
		Klasse van de kwalificatie|Recht om af te geven|Verleend door|Partner|Oorsprong|Gevolgde route|Mogelijke route|Andere route|Validering van eerder leren|Relatie|
		zie de beschrijving|studiepunten|hoogstens|contacturen:|werkelijk:|met toezicht|zonder toezicht|
		identiteit gecontroleerd|identiteit niet gecontroleerd|online|op locatie|gemengd|ja|nee|op zichzelf staand|geïntegreerd|stapelbaar|formeel|
		niet-formeel|informeel|jaar|maand/maanden|week/weken|dag/dagen|uur|minuut/minuten`,
	"nn": `Tittel|Utmerking|Skildring|Òg kalla|Stadfestar|Tildelt av|Tildelt|Utferda|Dokumentnummer|Identifikator|Læringsutbytte|Læringsutbytte samla|Omfang|
		Planlagt omfang|Opptente studiepoeng|Nivå|Vurdering|Planlagd vurdering|Type|Slag|Undervisningsform|Språk|Tilsyn|Resultat|Status|Karakterskala|
		Deltakingsform|Aktivitet|Planlagd aktivitet|Periode|Stad|Adresse|Region|Leidd av|Vurdert av|Læringskontekst|Kvalitetssikring|Sikra av|Vedtak|
		Gyldig til|Nettside|Dokument|Opptakskrav|Kombinerbarheit|Inngår i|Delkvalifikasjon|Kvalifikasjon|Del av|Rett|Målgruppe|Fagområde|Emne|Type læring|
		Ferdigheit|Overføringsverdi|Dokumentasjon|Medlem av|Meir informasjon|Vidare|Del|E-post|Spesifikasjon|Organisasjon|Kode|Om tildelinga|
		Merknad til tildelinga|Dokument til tildelinga|Merknad|Vedlegg|Heimeside|Karakter|Fullført|Planlagt tilsyn|Merknad om kombinerbarheit|Land|Gate|
		Postnummer|Poststad|Telefon|Tilbode av|Kontakt|Førenamn|Etternamn|Kurstilbod|Bevisprofil|Tilgjengeleg på|Deltok på|
		Klasse av kvalifikasjon|Rett til å ferde ut|Gjeven av|Partnar|Opphav|Veg som vart teken|Mogleg veg|Annan veg|Realkompetansevurdering|Tilhøve|
		sjå skildringa|studiepoeng|høgst|
		kontakttimar:|faktisk:|under tilsyn|utan tilsyn|med identitetskontroll|utan identitetskontroll|på nett|på staden|kombinert|ja|nei|frittståande|
		integrert|kan kombinerast|formell|ikkje-formell|uformell|år|månad/månader|veke/veker|dag/dagar|time/timar|minutt/minutt`,
	"pl": `Tytuł|Osiągnięcie|Opis|Inna nazwa|Poświadcza|Nadane przez|Nadano|Wydano|Numer dokumentu|Identyfikator|Efekt uczenia się|Efekty uczenia się|
		Nakład pracy|Planowany nakład pracy|Uzyskane punkty|Poziom|Ocenianie|Planowane ocenianie|Typ|Rodzaj|Tryb|Język|Nadzór|Wynik|Stan|Skala ocen|
		Forma uczestnictwa|Zajęcia|Planowane zajęcia|Okres|Miejsce|Adres|Region|Prowadzący|Oceniający|Kontekst uczenia się|Zapewnianie jakości|Jakość zapewnia|
		Decyzja|Ważne do|Strona internetowa|Dokument|Wymagania wstępne|Możliwość łączenia|Zaliczane do|Kwalifikacja cząstkowa|Kwalifikacja|
		Część większej całości|Uprawnienie|Grupa docelowa|Dziedzina kształcenia|Przedmiot|Typ uczenia się|Umiejętność|Przenoszalność|Dowód|Należy do|
		Dalsze informacje|Ponadto|Część|E-mail|Specyfikacja|Organizacja|Kod|O nadaniu|Uwaga do nadania|Dokument nadania|Uwaga|Załącznik|Strona główna|Ocena|
		Ukończono|Planowany nadzór|Uwaga o łączeniu|Kraj|Ulica|Kod pocztowy|Miejscowość|Telefon|Oferowane przez|Kontakt|Imię|Nazwisko|Oferta kursu|
		Profil poświadczenia|Dostępne w językach|Udział w|
		Klasa kwalifikacji|Prawo wydawania|Prawo przyznane przez|Partner|Pochodzenie|Przebyta ścieżka|Możliwa ścieżka|Inna ścieżka|Walidacja wcześniejszego uczenia się|Relacja|
		zob. opis|punktów|najwyżej|godziny kontaktowe:|faktyczny:|z nadzorem|bez nadzoru|tożsamość sprawdzona|
		tożsamość niesprawdzona|online|na miejscu|mieszany|tak|nie|samodzielne|zintegrowane|można łączyć|formalne|pozaformalne|nieformalne|r.|mies.|tyg.|d.|
		godz.|min`,
	"pt": `Título|Distinção|Descrição|Também designado|Certifica|Atribuído por|Atribuído|Emitido|Número do documento|Identificador|Resultado de aprendizagem|
		Resultados de aprendizagem|Carga de trabalho|Carga de trabalho prevista|Créditos obtidos|Nível|Avaliação|Avaliação prevista|Tipo|Espécie|Modalidade|
		Língua|Supervisão|Resultado|Estado|Escala de classificação|Forma de participação|Atividade|Atividade prevista|Período|Local|Endereço|Região|
		Dirigido por|Avaliado por|Contexto de aprendizagem|Garantia da qualidade|Garantido por|Decisão|Válido até|Página Web|Documento|Requisitos de acesso|
		Cumulabilidade|Conta para|Qualificação parcial|Qualificação|Parte de|Direito|Grupo-alvo|Área de estudo|Disciplina|Tipo de aprendizagem|Competência|
		Transferibilidade|Prova|Membro de|Mais informações|Além disso|Parte|Correio eletrónico|Especificação|Organização|Código|Sobre a atribuição|
		Nota sobre a atribuição|Documento da atribuição|Nota|Anexo|Página inicial|Classificação|Concluído|Supervisão prevista|Nota sobre a cumulabilidade|País|
		Rua|Código postal|Cidade|Telefone|Oferecido por|Contacto|Nome próprio|Apelido|Oferta do curso|Perfil da credencial|Disponível em|Participação em|
		Classe de qualificação|Direito de emitir|Concedido por|Parceiro|Origem|Via seguida|Via possível|Outra via|Validação de aprendizagens anteriores|Relação|
		ver a descrição|
		créditos|no máximo|horas de contacto:|efetivo:|supervisionado|sem supervisão|identidade verificada|identidade não verificada|em linha|presencial|misto|
		sim|não|autónomo|integrado|cumulável|formal|não formal|informal|ano/anos|mês/meses|semana/semanas|dia/dias|hora/horas|minuto/minutos`,
	"ro": `Titlu|Distincție|Descriere|Denumit și|Atestă|Acordat de|Acordat|Emis|Numărul documentului|Identificator|Rezultat al învățării|Rezultatele învățării|
		Volum de muncă|Volum de muncă planificat|Credite obținute|Nivel|Evaluare|Evaluare planificată|Tip|Fel|Mod|Limbă|Supraveghere|Rezultat|Stare|
		Scară de notare|Formă de participare|Activitate|Activitate planificată|Perioadă|Loc|Adresă|Regiune|Condus de|Evaluat de|Cadru de învățare|
		Asigurarea calității|Asigurat de|Decizie|Valabil până la|Pagină web|Document|Cerințe de admitere|Cumulabilitate|Contează pentru|Calificare parțială|
		Calificare|Parte din|Drept|Grup țintă|Domeniu de studiu|Materie|Tip de învățare|Aptitudine|Transferabilitate|Dovadă|Membru al|Alte informații|
		De asemenea|Parte|E-mail|Specificație|Organizație|Cod|Despre acordare|Notă privind acordarea|Document privind acordarea|Observație|Anexă|
		Pagină principală|Notă|Finalizat|Supraveghere planificată|Notă privind cumulabilitatea|Țară|Stradă|Cod poștal|Localitate|Telefon|Oferit de|Contact|
		Prenume|Nume de familie|Ofertă de curs|Profilul certificatului|Disponibil în|Participare la|
		Clasa calificării|Dreptul de a emite|Drept acordat de|Partener|Origine|Cale urmată|Cale posibilă|Altă cale|Validarea învățării anterioare|Relație|
		vezi descrierea|credite|cel mult|ore de contact:|efectiv:|supravegheat|
		nesupravegheat|identitate verificată|identitate neverificată|online|la fața locului|mixt|da|nu|de sine stătător|integrat|cumulabil|formal|nonformal|
		informal|an/ani|lună/luni|săptămână/săptămâni|zi/zile|oră/ore|minut/minute`,
	"se": `Namma|Olahus|Govvádus|Maiddái gohčoduvvon|Duođašta|Juolludan|Juolluduvvon|Addojuvvon|Dokumeantanummir|Dovddaldat|Oahppanboađus|Oahppanbohtosat|
		Viidodat|Plánejuvvon viidodat|Dinejuvvon čuoggát|Dássi|Árvvoštallan|Plánejuvvon árvvoštallan|Tiipa|Šládja|Oahpahusvuohki|Giella|Bearráigeahčču|Boađus|
		Stáhtus|Árvosátneskála|Oassálastinvuohki|Doaibma|Plánejuvvon doaibma|Áigodat|Báiki|Čujuhus|Guovlu|Jođiheaddji|Árvvoštalli|Oahppanbiras|
		Kvalitehtasihkkarastin|Sihkkarastán|Mearrádus|Gustojeaddji dassážii|Neahttasiidu|Dokumeanta|Sisabeassangáibádusat|Ovttastahttinvejolašvuohta|Gullá|
		Oassegelbbolašvuohta|Gelbbolašvuohta|Oassi das|Vuoigatvuohta|Ulbmiljoavku|Fágasuorgi|Fáddá|Oahppama tiipa|Gálga|Sirdinvejolašvuohta|Duođaštus|
		Miellahttu|Lassidieđut|Dasa lassin|Oassi|E-poasta|Spesifikašuvdna|Organisašuvdna|Koda|Juolludeami birra|Mearkkašupmi juolludeapmái|
		Juolludeami dokumeanta|Mearkkašupmi|Mielddus|Ruovttusiidu|Árvosátni|Čađahuvvon|Plánejuvvon bearráigeahčču|Mearkkašupmi ovttastahttima birra|Riika|
		Gáhtta|Poastanummir|Poastabáiki|Telefovdna|Fálli|Oktavuohta|Ovdanamma|Goargu|Kursafálaldat|Duođaštusprofiila|Gávdno gielaide|Searvvai|
		Gelbbolašvuođaluohkká|Vuoigatvuohta addit|Vuoigatvuođa addán|Guoibmi|Vuolggasadji|Váldojuvvon geaidnu|Vejolaš geaidnu|Eará geaidnu|Ovdalaš oahppama dohkkeheapmi|Gaskavuohta|
		geahča govvádusa|čuoggá|
		eanemusat|oktavuođadiimmut:|duohta:|bearráigehččojuvvon|bearráigeahču haga|identitehta dárkkistuvvon|identitehta ii leat dárkkistuvvon|neahtas|
		báikki alde|seaguhuvvon|juo|ii|iehčanas|integrerejuvvon|sáhttá ovttastahttit|formálalaš|ii-formálalaš|eahpeformálalaš|jahki/jagi|mánnu/mánu|
		vahkku/vahku|beaivi/beaivvi|diibmu/diimmu|minuhtta/minuhta`,
	"sk": `Názov|Ocenenie|Opis|Nazývané aj|Osvedčuje|Udelil|Udelené|Vydané|Číslo dokumentu|Identifikátor|Výsledok vzdelávania|Výsledky vzdelávania|Pracovná záťaž|
		Plánovaná pracovná záťaž|Získané kredity|Úroveň|Hodnotenie|Plánované hodnotenie|Typ|Druh|Spôsob|Jazyk|Dohľad|Výsledok|Stav|Stupnica hodnotenia|
		Forma účasti|Činnosť|Plánovaná činnosť|Obdobie|Miesto|Adresa|Región|Viedol|Hodnotil|Prostredie vzdelávania|Zabezpečovanie kvality|Kvalitu zabezpečuje|
		Rozhodnutie|Platí do|Webová stránka|Dokument|Vstupné požiadavky|Spájateľnosť|Započítava sa do|Čiastočná kvalifikácia|Kvalifikácia|Súčasť|Oprávnenie|
		Cieľová skupina|Študijný odbor|Predmet|Typ vzdelávania|Zručnosť|Prenosnosť|Doklad|Člen|Ďalšie informácie|Ďalej|Časť|E-mail|Špecifikácia|Organizácia|
		Kód|O udelení|Poznámka k udeleniu|Dokument k udeleniu|Poznámka|Príloha|Domovská stránka|Známka|Dokončené|Plánovaný dohľad|Poznámka k spájateľnosti|
		Krajina|Ulica|PSČ|Obec|Telefón|Ponúka|Kontakt|Meno|Priezvisko|Ponuka kurzu|Profil osvedčenia|Dostupné v jazykoch|Účasť na|
		Trieda kvalifikácie|Právo vydávať|Priznal|Partner|Pôvod|Zvolená cesta|Možná cesta|Iná cesta|Uznanie predchádzajúceho učenia|Vzťah|
		pozri opis|kreditov|najviac|
		kontaktné hodiny:|skutočná:|s dohľadom|bez dohľadu|totožnosť overená|totožnosť neoverená|online|na mieste|kombinovane|áno|nie|samostatné|začlenené|
		možno spájať|formálne|neformálne|informálne|r.|mes.|týž.|d.|hod.|min.`,
	"sl": `Naziv|Priznanje|Opis|Imenovano tudi|Potrjuje|Podelil|Podeljeno|Izdano|Številka dokumenta|Identifikator|Učni izid|Učni izidi|Obremenitev|
		Načrtovana obremenitev|Pridobljene kreditne točke|Raven|Ocenjevanje|Načrtovano ocenjevanje|Tip|Vrsta|Način|Jezik|Nadzor|Rezultat|Stanje|
		Ocenjevalna lestvica|Oblika udeležbe|Dejavnost|Načrtovana dejavnost|Obdobje|Kraj|Naslov|Regija|Vodil|Ocenil|Učno okolje|Zagotavljanje kakovosti|
		Kakovost zagotavlja|Odločba|Velja do|Spletna stran|Dokument|Vstopni pogoji|Združljivost|Šteje k|Delna kvalifikacija|Kvalifikacija|Sestavni del|Pravica|
		Ciljna skupina|Področje študija|Predmet|Tip učenja|Spretnost|Prenosljivost|Dokazilo|Član|Dodatne informacije|Poleg tega|Del|E-pošta|Specifikacija|
		Organizacija|Koda|O podelitvi|Opomba k podelitvi|Dokument k podelitvi|Opomba|Priloga|Domača stran|Ocena|Dokončano|Načrtovani nadzor|
		Opomba o združljivosti|Država|Ulica|Poštna številka|Mesto|Telefon|Ponuja|Stik|Ime|Priimek|Ponudba tečaja|Profil potrdila|Na voljo v jezikih|Udeležba na|
		Razred kvalifikacije|Pravica izdajanja|Pravico podelil|Partner|Izvor|Izbrana pot|Mogoča pot|Druga pot|Vrednotenje predhodnega učenja|Razmerje|
		glej opis|
		točk|največ|kontaktne ure:|dejanska:|z nadzorom|brez nadzora|identiteta preverjena|identiteta nepreverjena|na spletu|na kraju samem|kombinirano|da|ne|
		samostojno|vključeno|združljivo|formalno|neformalno|priložnostno|l.|mes.|ted.|d.|h|min`,
	"sv": `Titel|Merit|Beskrivning|Kallas även|Intygar|Tilldelad av|Tilldelad|Utfärdad|Dokumentnummer|Identifierare|Lärandemål|Läranderesultat|Omfattning|
		Planerad omfattning|Erhållna poäng|Nivå|Bedömning|Planerad bedömning|Typ|Slag|Undervisningsform|Språk|Övervakning|Resultat|Status|Betygsskala|
		Form för deltagande|Aktivitet|Planerad aktivitet|Period|Plats|Adress|Region|Ledd av|Bedömd av|Lärandesammanhang|Kvalitetssäkring|Säkrad av|Beslut|
		Giltig till|Webbsida|Dokument|Förkunskapskrav|Kombinerbarhet|Räknas in i|Delkvalifikation|Kvalifikation|Del av|Rättighet|Målgrupp|Studieområde|Ämne|
		Typ av lärande|Färdighet|Överförbarhet|Underlag|Medlem i|Mer information|Dessutom|Del|E-post|Specifikation|Organisation|Kod|Om tilldelningen|
		Anmärkning till tilldelningen|Dokument till tilldelningen|Anmärkning|Bilaga|Hemsida|Betyg|Slutfört|Planerad övervakning|Anmärkning om kombinerbarhet|
		Land|Gata|Postnummer|Ort|Telefon|Erbjuds av|Kontakt|Förnamn|Efternamn|Kurstillfälle|Intygsprofil|Tillgänglig på|Deltog i|
		Kvalifikationsklass|Rätt att utfärda|Given av|Partner|Tillkomst|Väg som togs|Möjlig väg|Annan väg|Validering av tidigare lärande|Förhållande|
		se beskrivningen|poäng|högst|
		kontakttimmar:|faktisk:|övervakad|ej övervakad|identiteten kontrollerad|identiteten ej kontrollerad|på nätet|på plats|blandad|ja|nej|fristående|
		integrerad|kan kombineras|formell|icke-formell|informell|år|månad/månader|vecka/veckor|dag/dagar|timme/timmar|minut/minuter`,
}
