package vectors

import "github.com/mikromerit/mikromerit/vc"

// claimsBeside returns tokens in which what ends or revokes a credential stands
// beside it, where one reader looks and another does not. No clause says which
// counts, so a verifier should refuse both.
func claimsBeside(b tokenBase, _ string) ([]spoilt, error) {
	if b.presented() {
		return nil, nil
	}
	rows := []claimRow{
		{"token-status", "JWT-STATUS", "The claim status of a token status list says that the token can be revoked.", []string{"/status", `{"status_list":{"idx":1,"uri":"https://vestre-aas.example/status/1"}}`}, vc.Should, ""},
	}
	if b.inClaim() {
		rows = append(rows,
			claimRow{"end-beside", "JWT-STATUS", "Beside the credential stands an end that has come.", []string{"/validUntil", quoted(datePast)}, vc.Should, ""},
			claimRow{"older-end-beside", "JWT-STATUS", "Beside the credential stands an end that has come, under its older name.", []string{"/expirationDate", quoted(datePast)}, vc.Should, ""},
			claimRow{"start-beside", "JWT-STATUS", "Beside the credential stands a start that has not come.", []string{"/validFrom", quoted(dateFuture)}, vc.Should, ""},
			claimRow{"status-beside", "JWT-STATUS", "Beside the credential stands the entry of a status list.", []string{"/credentialStatus", listEntry("https://vestre-aas.example/status/1")}, vc.Should, ""},
		)
	}
	return claimCopies(b, rows)
}
