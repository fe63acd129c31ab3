-- Seals, snapshots and anchors: written by these functions alone.

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON ledger_seal
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ledger_seal
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON ledger_anchor
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ledger_anchor
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Below this position every transaction has ended: nothing can appear there any more.
CREATE FUNCTION ledger_horizon() RETURNS bigint
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  SELECT ledger_position(pg_snapshot_xmin(pg_current_snapshot()))
$$;

-- The digests of entries after (p_after, p_after_entry) and below p_before, in the order of the journal. The text
-- that is hashed has one line for the entry and one per posting; fields are separated by U+001F.
CREATE FUNCTION ledger_digests(p_after bigint, p_after_entry bigint, p_before bigint, p_limit bigint)
RETURNS TABLE (place bigint, entry_id bigint, postings bigint, digest bytea)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT e.position, e.id, count(p.id), sha256(convert_to(
           concat_ws(E'\x1f', e.id, e.position, e.kind, e.input_hash, e.postings_count, coalesce(e.order_id::text, ''),
                     coalesce(e.reverses_id, 0), coalesce(e.resolves_id, 0),
                     extract(epoch FROM e.effective_at), extract(epoch FROM e.created_at),
                     e.actor_name, e.key, e.meta)
           || string_agg(
                concat_ws(E'\x1f', E'\n' || p.line_no, a.code, p.currency, p.amount_minor,
                          p.account_seq, p.balance_after),
                '' ORDER BY p.line_no),
           'UTF8'))
    FROM (SELECT * FROM ledger_journalentry AS j
           WHERE (j.position, j.id) > (p_after, p_after_entry) AND j.position < p_before
           ORDER BY j.position, j.id LIMIT p_limit) AS e
    JOIN ledger_posting AS p ON p.entry_id = e.id
    JOIN ledger_account AS a ON a.id = p.account_id
   GROUP BY e.id, e.position, e.kind, e.input_hash, e.postings_count, e.order_id, e.reverses_id, e.resolves_id,
            e.effective_at, e.created_at, e.actor_name, e.key, e.meta
   ORDER BY e.position, e.id
$$;

-- Seal at most p_limit final entries as the next block: SHA-256 over the previous hash and their digests.
-- Returns how many; 0 when nothing is final or somebody else is sealing.
CREATE FUNCTION ledger_seal_block(p_at timestamptz, p_limit bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_last ledger_seal%ROWTYPE;
  v_horizon bigint;
  v_block record;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('ledger_seal')) THEN
    RETURN 0;
  END IF;
  PERFORM ledger_begin_epoch(p_at);
  v_horizon := ledger_horizon();
  SELECT * INTO v_last FROM ledger_seal ORDER BY id DESC LIMIT 1;
  SELECT count(*) AS entries, coalesce(sum(d.postings), 0) AS postings, string_agg(d.digest, ''::bytea) AS digests,
         (array_agg(d.place))[count(*)] AS last_position, (array_agg(d.entry_id))[count(*)] AS last_entry
    INTO v_block
    FROM ledger_digests(coalesce(v_last.position, -1), coalesce(v_last.last_entry_id, 0), v_horizon, p_limit) AS d;
  IF v_block.entries > 0 THEN
    INSERT INTO ledger_seal (position, last_entry_id, entries, postings, previous_hash, hash, sealed_at)
    VALUES (v_block.last_position, v_block.last_entry, v_block.entries, v_block.postings,
            coalesce(v_last.hash, repeat('0', 64)),
            encode(sha256(decode(coalesce(v_last.hash, repeat('0', 64)), 'hex') || v_block.digests), 'hex'), p_at);
  END IF;
  RETURN v_block.entries;
END $$;

-- Bring the snapshots of all unguarded accounts up to the horizon; costs what was posted since.
CREATE FUNCTION ledger_take_snapshots(p_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_horizon bigint;
  v_taken bigint;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('ledger_snapshot')) THEN
    RETURN 0;
  END IF;
  v_horizon := ledger_horizon();
  INSERT INTO ledger_snapshot AS s (account_id, before_position, posted, postings, taken_at)
  SELECT a.id, v_horizon, coalesce(old.posted, 0) + tail.posted, coalesce(old.postings, 0) + tail.postings, p_at
    FROM ledger_account AS a
    LEFT JOIN ledger_snapshot AS old ON old.account_id = a.id
   CROSS JOIN LATERAL (
     SELECT sum(p.amount_minor) AS posted, count(*) AS postings FROM ledger_posting AS p
      WHERE p.account_id = a.id AND p.account_seq IS NULL
        AND p.position >= coalesce(old.before_position, 0) AND p.position < v_horizon) AS tail
   WHERE NOT a.is_guarded AND tail.postings > 0
  ON CONFLICT (account_id) DO UPDATE
     SET before_position = excluded.before_position, posted = excluded.posted,
         postings = excluded.postings, taken_at = excluded.taken_at;
  GET DIAGNOSTICS v_taken = ROW_COUNT;
  RETURN v_taken;
END $$;
