package ob3api

import "net/http"

// object is an object of the description.
type object = map[string]any

// describe answers with the service description (section 6.3): what this host does
// of the interface, in OpenAPI 3.0.
func (h *Host) describe(w http.ResponseWriter, _ *http.Request) {
	info := object{
		"title":                    h.config.Name,
		"version":                  "3.0",
		"description":              "The Open Badges 3.0 API of " + h.config.Name,
		"termsOfService":           h.config.Terms,
		"x-imssf-privacyPolicyUrl": h.config.Privacy,
	}
	if h.config.Image != "" {
		info["x-imssf-image"] = h.config.Image
	}
	writeJSON(w, http.StatusOK, object{
		"openapi": "3.0.1",
		"info":    info,
		"servers": []object{{"url": h.config.Base}},
		"paths":   paths(),
		"components": object{
			"securitySchemes": object{"OAuth2ACG": h.security()},
			"schemas":         schemas(),
		},
	})
}

// security describes the authorization server.
func (h *Host) security() object {
	allowed := object{}
	for _, s := range scopes {
		allowed[s.name] = s.meaning
	}
	scheme := object{
		"type":                      "oauth2",
		"description":               "OAuth 2.0 authorization code with PKCE (S256)",
		"x-imssf-name":              h.config.Name,
		"x-imssf-privacyPolicyUrl":  h.config.Privacy,
		"x-imssf-termsOfServiceUrl": h.config.Terms,
	}
	if h.config.Authenticate == nil {
		scheme["flows"] = object{}
		if h.config.Machine != nil {
			scheme["flows"] = object{"clientCredentials": object{"tokenUrl": h.config.Base + "/oauth2/token", "scopes": allowed}}
		}
		return scheme
	}
	if !h.config.ClosedRegistration {
		scheme["x-imssf-registrationUrl"] = h.config.Base + "/oauth2/register"
	}
	scheme["x-imssf-revocationUrl"] = h.config.Base + "/oauth2/revoke"
	scheme["flows"] = object{"authorizationCode": object{
		"authorizationUrl": h.config.Base + "/oauth2/authorize",
		"tokenUrl":         h.config.Base + "/oauth2/token",
		"refreshUrl":       h.config.Base + "/oauth2/token",
		"scopes":           allowed,
	}}
	return scheme
}

// paths describes the operations.
func paths() object {
	parameter := func(name string, schema object, text string) object {
		return object{"name": name, "in": "query", "required": false, "schema": schema, "description": text}
	}
	badge, profile := object{"$ref": "#/components/schemas/AchievementCredential"}, object{"$ref": "#/components/schemas/Profile"}
	token := object{"$ref": "#/components/schemas/CompactJws"}
	either := object{"application/vc+ld+json": object{"schema": badge}, "application/json": object{"schema": badge}, "text/plain": object{"schema": token}}
	page := answers("A page of credentials", object{"application/json": object{"schema": object{"$ref": "#/components/schemas/GetOpenBadgeCredentialsResponse"}}}, "200")
	return object{
		"/credentials": object{
			"get": object{
				"operationId": "getCredentials", "security": needs(ReadCredentials), "responses": page,
				"parameters": []object{
					parameter("limit", object{"type": "integer", "minimum": 1, "maximum": 2147483647}, "How many credentials at most"),
					parameter("offset", object{"type": "integer", "minimum": 0, "maximum": 2147483647}, "The index of the first credential, from 0"),
					parameter("since", object{"type": "string", "format": "date-time"}, "Only credentials issued after this moment"),
				},
			},
			"post": object{
				"operationId": "upsertCredential", "security": needs(UpsertCredentials),
				"requestBody": object{"required": true, "content": either},
				"responses":   answers("The credential", either, "200", "201"),
			},
		},
		"/profile": object{
			"get": object{"operationId": "getProfile", "security": needs(ReadProfile), "responses": answers("The profile", object{"application/json": object{"schema": profile}}, "200")},
			"put": object{
				"operationId": "putProfile", "security": needs(UpdateProfile),
				"requestBody": object{"required": true, "content": object{"application/json": object{"schema": profile}}},
				"responses":   answers("The profile", object{"application/json": object{"schema": profile}}, "200"),
			},
		},
		"/discovery": object{"get": object{
			"operationId": "getServiceDescription", "security": []object{},
			"responses": answers("This document", object{"application/json": object{"schema": object{"type": "object"}}}, "200"),
		}},
	}
}

func needs(scope string) []object { return []object{{"OAuth2ACG": []string{scope}}} }

// answers describes the good answers of an operation, and any other.
func answers(text string, content object, statuses ...string) object {
	all := object{"default": object{
		"description": "The request was refused",
		"content":     object{"application/json": object{"schema": object{"$ref": "#/components/schemas/Imsx_StatusInfo"}}},
	}}
	for _, status := range statuses {
		all[status] = object{"description": text, "content": content}
	}
	return all
}

// schemas describes the shapes, as far as the interface goes. What a badge is, the
// specification says.
func schemas() object {
	list := func(items object) object { return object{"type": "array", "items": items} }
	text := object{"type": "string"}
	return object{
		"AchievementCredential": object{"type": "object", "required": []string{"@context", "type", "issuer", "credentialSubject"}},
		"CompactJws":            object{"type": "string", "pattern": `^[-A-Za-z0-9_]+\.[-A-Za-z0-9_]+\.[-A-Za-z0-9_]*$`},
		"Profile":               object{"type": "object", "required": []string{"id", "type"}},
		"GetOpenBadgeCredentialsResponse": object{"type": "object", "properties": object{
			"credential":       list(object{"$ref": "#/components/schemas/AchievementCredential"}),
			"compactJwsString": list(object{"$ref": "#/components/schemas/CompactJws"}),
		}},
		"Imsx_StatusInfo": object{"type": "object", "required": []string{"imsx_codeMajor", "imsx_severity"}, "properties": object{
			"imsx_codeMajor": text, "imsx_severity": text, "imsx_description": text,
			"imsx_codeMinor": object{"type": "object", "properties": object{"imsx_codeMinorField": list(object{"type": "object", "properties": object{
				"imsx_codeMinorFieldName": text, "imsx_codeMinorFieldValue": text,
			}})}},
		}},
	}
}
