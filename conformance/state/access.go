package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/mikromerit/mikromerit/conformance/ob3api"
)

// AddClient keeps a new client; see [ob3api.Store].
func (s *State) AddClient(ctx context.Context, c ob3api.Client, limit int) error {
	data, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("STATE-CLIENT: the client cannot be written: %w", err)
	}
	return s.transaction(ctx, func(tx *sql.Tx) error {
		// Two who register at the same moment may both be the last; the limit guards
		// against a flood, where one more does no harm.
		var count int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM mikromerit_client`).Scan(&count); err != nil {
			return failed("refuses a query", err)
		}
		if count >= limit {
			gone, err := changed(ctx, tx, `DELETE FROM mikromerit_client WHERE id_key =
				(SELECT id_key FROM mikromerit_client WHERE used = 0 ORDER BY created, id_key LIMIT 1)`)
			switch {
			case err != nil:
				return err
			case gone == 0:
				return ob3api.ErrFull
			}
		}
		_, err := changed(ctx, tx, `INSERT INTO mikromerit_client (id_key, data, created, used) VALUES ($1, $2, $3, 0)`, keyOf(c.ID), data, toMicros(c.Created))
		return err
	})
}

// Client returns a client; see [ob3api.Store].
func (s *State) Client(ctx context.Context, id string) (ob3api.Client, error) {
	var c ob3api.Client
	var data []byte
	err := s.db.QueryRowContext(ctx, `SELECT data FROM mikromerit_client WHERE id_key = $1`, keyOf(id)).Scan(&data)
	if err != nil {
		return c, found(err, ob3api.ErrNotFound)
	}
	return c, unmarshal(data, &c)
}

// AddGrant keeps a grant with its first secrets; see [ob3api.Store].
func (s *State) AddGrant(ctx context.Context, g ob3api.Grant, secrets ...ob3api.Secret) error {
	data, err := json.Marshal(g)
	if err != nil {
		return fmt.Errorf("STATE-GRANT: the grant cannot be written: %w", err)
	}
	return s.transaction(ctx, func(tx *sql.Tx) error {
		added, err := changed(ctx, tx, `INSERT INTO mikromerit_grant (id, client_key, data, revoked)
			SELECT $1, id_key, $2, 0 FROM mikromerit_client WHERE id_key = $3`, g.ID, data, keyOf(g.Client))
		switch {
		case err != nil:
			return err
		case added == 0:
			return ob3api.ErrNotFound
		}
		if _, err := changed(ctx, tx, `UPDATE mikromerit_client SET used = 1 WHERE id_key = $1`, keyOf(g.Client)); err != nil {
			return err
		}
		return addSecrets(ctx, tx, g.ID, secrets)
	})
}

func addSecrets(ctx context.Context, tx *sql.Tx, grant string, secrets []ob3api.Secret) error {
	for _, secret := range secrets {
		data, err := json.Marshal(secret)
		if err != nil {
			return fmt.Errorf("STATE-SECRET: the secret cannot be written: %w", err)
		}
		_, err = changed(ctx, tx, `INSERT INTO mikromerit_secret (digest, grant_id, data, expires, spent) VALUES ($1, $2, $3, $4, 0)`,
			string(secret.Digest), grant, data, toMicros(secret.Expires))
		if err != nil {
			return err
		}
	}
	return nil
}

// Secret returns a secret and its grant; see [ob3api.Store].
func (s *State) Secret(ctx context.Context, digest ob3api.Digest) (ob3api.Secret, ob3api.Grant, error) {
	var secret ob3api.Secret
	var grant ob3api.Grant
	var secretData, grantData []byte
	var spent int
	err := s.db.QueryRowContext(ctx, `SELECT s.data, s.spent, g.data FROM mikromerit_secret s JOIN mikromerit_grant g ON g.id = s.grant_id
		WHERE s.digest = $1 AND g.revoked = 0`, string(digest)).Scan(&secretData, &spent, &grantData)
	if err != nil {
		return secret, grant, found(err, ob3api.ErrNotFound)
	}
	if err = unmarshal(secretData, &secret); err == nil {
		err = unmarshal(grantData, &grant)
	}
	if err == nil && spent != 0 {
		err = ob3api.ErrSpent
	}
	return secret, grant, err
}

// Spend marks a secret as used and adds others; see [ob3api.Store].
func (s *State) Spend(ctx context.Context, digest ob3api.Digest, others ...ob3api.Secret) error {
	return s.transaction(ctx, func(tx *sql.Tx) error {
		first, err := changed(ctx, tx, `UPDATE mikromerit_secret SET spent = 1 WHERE digest = $1 AND spent = 0`, string(digest))
		if err != nil {
			return err
		}
		var grant string
		if err := tx.QueryRowContext(ctx, `SELECT grant_id FROM mikromerit_secret WHERE digest = $1`, string(digest)).Scan(&grant); err != nil {
			return found(err, ob3api.ErrNotFound)
		}
		// The update changes nothing, but who revokes the grant now has to wait.
		there, err := changed(ctx, tx, `UPDATE mikromerit_grant SET revoked = 0 WHERE id = $1 AND revoked = 0`, grant)
		switch {
		case err != nil:
			return err
		case there == 0:
			return ob3api.ErrNotFound
		case first == 0:
			return ob3api.ErrSpent
		}
		var count int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM mikromerit_secret WHERE grant_id = $1 AND spent = 0`, grant).Scan(&count); err != nil {
			return failed("refuses a query", err)
		}
		if count+len(others) > ob3api.MaxSecrets {
			return ob3api.ErrFull
		}
		return addSecrets(ctx, tx, grant, others)
	})
}

// RevokeGrant ends a grant; see [ob3api.Store].
func (s *State) RevokeGrant(ctx context.Context, grant string) error {
	_, err := changed(ctx, s.db, `UPDATE mikromerit_grant SET revoked = 1 WHERE id = $1`, grant)
	return err
}

// RevokeSecret ends one secret; see [ob3api.Store].
func (s *State) RevokeSecret(ctx context.Context, digest ob3api.Digest) error {
	_, err := changed(ctx, s.db, `DELETE FROM mikromerit_secret WHERE digest = $1`, string(digest))
	return err
}

// Sweep deletes what can no longer be used; see [ob3api.Store].
func (s *State) Sweep(ctx context.Context, before time.Time) error {
	return s.transaction(ctx, func(tx *sql.Tx) error {
		if _, err := changed(ctx, tx, `DELETE FROM mikromerit_secret WHERE expires < $1`, toMicros(before)); err != nil {
			return err
		}
		if _, err := changed(ctx, tx, `DELETE FROM mikromerit_grant WHERE NOT EXISTS
			(SELECT 1 FROM mikromerit_secret s WHERE s.grant_id = mikromerit_grant.id)`); err != nil {
			return err
		}
		_, err := changed(ctx, tx, `DELETE FROM mikromerit_client WHERE created < $1 AND used = 0`, toMicros(before))
		return err
	})
}

func unmarshal(data []byte, into any) error {
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("STATE-ROW: a row of the database cannot be read: %w", err)
	}
	return nil
}
