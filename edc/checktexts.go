package edc

import mc "github.com/mikromerit/mikromerit/microcredential"

// checkText is what a reader is told about a check, in the languages that we are
// sure of. "{who}" and "{when}" stand for the name and the date that it is about.
type checkText struct{ en, sv, fi, da, nb string }

// texts returns the text with the name and date in it.
func (t *checkText) texts(who, when string) (out mc.LangString) {
	for _, l := range []struct{ key, text string }{{"en", t.en}, {"sv", t.sv}, {"fi", t.fi}, {"da", t.da}, {"nb", t.nb}} {
		out.Add(l.key, replaceBoth(l.text, who, when))
	}
	return out
}

// checkNames are what the checks are called.
var checkNames = map[CheckKind]checkText{
	FormatCheck:        {"Format", "Format", "Muoto", "Format", "Format"},
	SealCheck:          {"Seal", "Försegling", "Sinetti", "Forsegling", "Forsegling"},
	OwnerCheck:         {"Owner", "Innehavare", "Haltija", "Indehaver", "Innehaver"},
	RevocationCheck:    {"Revocation", "Återkallelse", "Peruuttaminen", "Tilbagekaldelse", "Tilbakekalling"},
	AccreditationCheck: {"Accreditation", "Ackreditering", "Akkreditointi", "Akkreditering", "Akkreditering"},
	ValidityCheck:      {"Validity", "Giltighet", "Voimassaolo", "Gyldighed", "Gyldighet"},
}

// The texts of the checks.
var (
	textFormat = checkText{
		en: "The credential can be read, and it has what its profile requires.",
		sv: "Intyget kan läsas och har det som dess profil kräver.",
		fi: "Todistus on luettavissa, ja siinä on se, mitä sen profiili vaatii.",
		da: "Beviset kan læses og har det, som dets profil kræver.",
		nb: "Beviset kan leses og har det som profilen krever.",
	}
	textFormatBroken = checkText{
		en: "The credential lacks something that its profile requires, or has it in a wrong form.",
		sv: "Intyget saknar något som dess profil kräver, eller har det i fel form.",
		fi: "Todistuksesta puuttuu jotain, mitä sen profiili vaatii, tai se on väärässä muodossa.",
		da: "Beviset mangler noget, som dets profil kræver, eller har det i en forkert form.",
		nb: "Beviset mangler noe som profilen krever, eller har det i feil form.",
	}
	textFormatOpen = checkText{
		en: "The form of the credential could not be checked as a whole.",
		sv: "Intygets form kunde inte kontrolleras i sin helhet.",
		fi: "Todistuksen muotoa ei voitu tarkistaa kokonaan.",
		da: "Bevisets form kunne ikke kontrolleres i sin helhed.",
		nb: "Bevisets form kunne ikke kontrolleres i sin helhet.",
	}
	textSeal = checkText{
		en: "Sealed by {who} on {when}; nothing was changed since then.",
		sv: "Förseglat av {who} den {when}; inget har ändrats sedan dess.",
		fi: "Sinetöinyt {who}, {when}; mitään ei ole muutettu sen jälkeen.",
		da: "Forseglet af {who} den {when}; intet er ændret siden.",
		nb: "Forseglet av {who} {when}; ingenting er endret siden.",
	}
	textSealBroken = checkText{
		en: "The seal is broken: the credential is not what was sealed.",
		sv: "Förseglingen är bruten: intyget är inte det som förseglades.",
		fi: "Sinetti on rikki: todistus ei ole se, joka sinetöitiin.",
		da: "Forseglingen er brudt: beviset er ikke det, som blev forseglet.",
		nb: "Forseglingen er brutt: beviset er ikke det som ble forseglet.",
	}
	textSealInvalid = checkText{
		en: "The seal is not valid.",
		sv: "Förseglingen är inte giltig.",
		fi: "Sinetti ei ole pätevä.",
		da: "Forseglingen er ikke gyldig.",
		nb: "Forseglingen er ikke gyldig.",
	}
	textSealNone = checkText{
		en: "The credential carries no seal.",
		sv: "Intyget har ingen försegling.",
		fi: "Todistuksessa ei ole sinettiä.",
		da: "Beviset har ingen forsegling.",
		nb: "Beviset har ingen forsegling.",
	}
	textSealExpired = checkText{
		en: "The certificate of the seal has expired, and nothing proves that the seal was made before that.",
		sv: "Förseglingens certifikat har gått ut, och inget visar att förseglingen gjordes före det.",
		fi: "Sinetin varmenne on vanhentunut, eikä mikään osoita, että sinetti tehtiin sitä ennen.",
		da: "Forseglingens certifikat er udløbet, og intet viser, at forseglingen blev lavet før det.",
		nb: "Sertifikatet til forseglingen er utløpt, og ingenting viser at forseglingen ble laget før det.",
	}
	textSealOpen = checkText{
		en: "The seal could not be verified as a whole.",
		sv: "Förseglingen kunde inte kontrolleras i sin helhet.",
		fi: "Sinettiä ei voitu tarkistaa kokonaan.",
		da: "Forseglingen kunne ikke kontrolleres i sin helhed.",
		nb: "Forseglingen kunne ikke kontrolleres i sin helhet.",
	}
	textOwner = checkText{
		en: "Issued to the person whom you named.",
		sv: "Utfärdat till den person som du angav.",
		fi: "Myönnetty henkilölle, jonka ilmoitit.",
		da: "Udstedt til den person, som du angav.",
		nb: "Utstedt til personen du oppga.",
	}
	textOwnerOther = checkText{
		en: "Not issued to the person whom you named.",
		sv: "Inte utfärdat till den person som du angav.",
		fi: "Ei ole myönnetty henkilölle, jonka ilmoitit.",
		da: "Ikke udstedt til den person, som du angav.",
		nb: "Ikke utstedt til personen du oppga.",
	}
	textOwnerOpen = checkText{
		en: "It is not known whether this was issued to the person whom you named.",
		sv: "Det är inte känt om detta är utfärdat till den person som du angav.",
		fi: "Ei tiedetä, onko tämä myönnetty henkilölle, jonka ilmoitit.",
		da: "Det vides ikke, om dette er udstedt til den person, som du angav.",
		nb: "Det er ikke kjent om dette er utstedt til personen du oppga.",
	}
	textSkipped = checkText{
		en: "This step is skipped.",
		sv: "Detta steg hoppas över.",
		fi: "Tämä vaihe ohitetaan.",
		da: "Dette trin springes over.",
		nb: "Dette trinnet hoppes over.",
	}
	textValid = checkText{
		en: "The credential has not expired.",
		sv: "Intyget har inte gått ut.",
		fi: "Todistus ei ole vanhentunut.",
		da: "Beviset er ikke udløbet.",
		nb: "Beviset er ikke utløpt.",
	}
	textExpired = checkText{
		en: "The credential expired on {when}.",
		sv: "Intyget gick ut den {when}.",
		fi: "Todistus vanhentui {when}.",
		da: "Beviset udløb den {when}.",
		nb: "Beviset utløp {when}.",
	}
	textEndOpen = checkText{
		en: "It is not known when the credential expires.",
		sv: "Det är inte känt när intyget går ut.",
		fi: "Ei tiedetä, milloin todistus vanhenee.",
		da: "Det vides ikke, hvornår beviset udløber.",
		nb: "Det er ikke kjent når beviset utløper.",
	}
)
