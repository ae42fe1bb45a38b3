package conformance

import (
	"context"

	"github.com/mikromerit/mikromerit/vc"
)

const (
	ob3API  = "https://www.imsglobal.org/spec/ob/v3p0#"
	ob3Cert = "https://www.imsglobal.org/spec/ob/v3p0/cert#"
)

// hostRule declares a requirement of the API of Open Badges 3.0.
func hostRule(code string, level vc.Level, spec, text string) vc.Rule {
	return vc.Rule{Code: "OB3API-" + code, Level: level, Spec: spec, Text: text, Axis: vc.Conformant}
}

// hostCheck is a requirement, how it is mended, and how it is tried.
type hostCheck struct {
	rule vc.Rule
	mend string
	run  func(try *hostTry, ctx context.Context) error
	// public says that it can be tried without a token.
	public bool
}

// hostChecks are the requirements of a host of Open Badges.
var hostChecks = []hostCheck{
	{hostRule("TLS", vc.Must, ob3API+"api-endpoints", "A host must be reached over TLS 1.2 or 1.3."),
		"Serve the API over https.", (*hostTry).tls, true},
	{hostRule("DISCOVERY", vc.Must, ob3API+"discovery-endpoints", "A host must hand out its service description to anybody, without a token."),
		"Answer GET /discovery with the description as JSON, whoever asks.", (*hostTry).discovery, true},
	{hostRule("DESCRIPTION", vc.Must, ob3API+"acg-registration", "The service description must say where the terms, the privacy policy and the endpoints of OAuth 2.0 are, and which scopes there are."),
		"Complete the securityScheme OAuth2ACG and the member info of the description.", (*hostTry).describes, true},
	{hostRule("TOKEN", vc.Must, ob3API+"api-endpoints", "A host must refuse calls without a token, and with one that it did not give, with the status 401."),
		"Check the token before anything else.", (*hostTry).wantsToken, true},
	{hostRule("SCOPE", vc.Must, ob3API+"scopes", "A host must refuse a call with a token for another scope."),
		"Compare the scope of the token with that of the operation; answer 403.", (*hostTry).wantsScope, false},
	{hostRule("REVOKED", vc.Must, ob3Cert+"service-provider-read", "A host must refuse a token that was revoked."),
		"Look up at each call whether the token still counts.", (*hostTry).refusesRevoked, false},
	{hostRule("LIST", vc.Must, ob3API+"getcredentials", "A host must answer getCredentials with an object of the lists credential and compactJwsString."),
		"Put credentials with embedded proofs into credential, and compact tokens into compactJwsString.", (*hostTry).lists, false},
	{hostRule("UPSERT", vc.Must, ob3API+"upsertcredential", "A host must answer a new credential with 201 and one that it has with 200, each time with the credential."),
		"Return the credential as it was sent; use 201 only when it was created.", (*hostTry).upserts, false},
	{hostRule("UPSERT-JWS", vc.Must, ob3API+"upsertcredential", "A host must take a credential as a compact token in text/plain, and return it so."),
		"Take text/plain with one compact JWS, and answer with the same token as text/plain.", (*hostTry).upsertsToken, false},
	{hostRule("PRESERVED", vc.Must, ob3Cert+"service-provider-write", "A host must preserve what was sent, and return it with getCredentials."),
		"Keep the credential as it was received; do not rewrite it from your own model.", (*hostTry).preserves, false},
	{hostRule("VERIFIABLE", vc.Must, ob3Cert+"service-provider-read", "A host must return credentials that can be verified."),
		"Return the signed document byte for byte.", (*hostTry).verifiable, false},
	{hostRule("LIMIT", vc.Must, ob3API+"getcredentials", "A host must heed limit and offset."),
		"Count the credentials of both lists together.", (*hostTry).heedsLimit, false},
	{hostRule("PAGING", vc.Must, ob3API+"paging", "A host must give the links next, last and first with a part of the list, and prev after its beginning; a count, if any, must be that of all."),
		"Send the header Link with all relations, and X-Total-Count when you know it.", (*hostTry).pages, false},
	{hostRule("SINCE", vc.Must, ob3API+"getcredentials", "A host must leave out what was issued or changed before since."),
		"Compare since with the time of issue and of the last change.", (*hostTry).heedsSince, false},
	{hostRule("BAD-QUERY", vc.Should, ob3API+"getcredentials", "A host should answer a limit below 1, an offset below 0 and a since that is no time with 400."),
		"Check the parameters before the list is made.", (*hostTry).refusesQueries, false},
	{hostRule("BAD-CREDENTIAL", vc.Must, ob3API+"upsertcredential", "A host must refuse what is no credential, with a status of the class 400."),
		"Check that the body is one credential, before it is kept.", (*hostTry).refusesBodies, false},
	{hostRule("METHOD", vc.Should, ob3API+"getcredentials", "A host should answer methods that it does not have with 405."),
		"Answer 405 with the header Allow.", (*hostTry).refusesMethods, false},
	{hostRule("PROFILE", vc.Must, ob3API+"getprofile", "A host must answer getProfile with a Profile."),
		"Return an object with an id and the type Profile.", (*hostTry).hasProfile, false},
	{hostRule("PROFILE-UPDATE", vc.Must, ob3API+"putprofile", "A host that takes profiles must return the one that was put."),
		"Replace the profile as a whole, and return it.", (*hostTry).putsProfile, false},
	{hostRule("STATUS-INFO", vc.Must, ob3API+"imsx_statusinfo", "A host must say what is wrong with an Imsx_StatusInfo in JSON."),
		"Send imsx_codeMajor and imsx_severity with each error.", (*hostTry).explains, false},
}

// hostProfiles returns the profiles for the role of host.
func hostProfiles() []Profile {
	profile := Profile{
		ID: "ob3-host", Title: "Open Badges 3.0 Host", Role: HostRole, Spec: "https://www.imsglobal.org/spec/ob/v3p0#api",
		Text: "A service that keeps badges for people, and gives and takes them over the API of Open Badges 3.0. The checks put badges for tests into the account that the token is for, and leave them there.",
	}
	for _, c := range hostChecks {
		profile.Checks = append(profile.Checks, Check{Rule: c.rule, Needs: []Operation{HostCredentials}, Mend: c.mend, Run: func(ctx context.Context, probe *Probe) (Outcome, error) {
			return tryHost(ctx, probe, c)
		}})
	}
	return []Profile{profile}
}
