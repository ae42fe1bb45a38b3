package vcapi

import (
	_ "embed"
	"net/http"
)

//go:embed openapi.json
var openAPIDocument []byte

// openAPI hands out the description of the service.
func (s *Service) openAPI(*call) (*answer, error) {
	return &answer{status: http.StatusOK, media: "application/json", body: openAPIDocument, header: http.Header{"Cache-Control": {"public, max-age=300"}}}, nil
}
