-- As in seals.sql, the same text and the same digests, entry by entry along the indexes: nothing is sorted, and a block
-- costs what is in it, not what is in the journal.
CREATE OR REPLACE FUNCTION ledger_digests(p_after bigint, p_after_entry bigint, p_before bigint, p_limit bigint)
RETURNS TABLE (place bigint, entry_id bigint, postings bigint, digest bytea)
LANGUAGE sql STABLE SET search_path = public, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off AS $$
  SELECT e.position, e.id, p.lines, sha256(convert_to(
           concat_ws(E'\x1f', e.id, e.position, e.kind, e.input_hash, e.postings_count, coalesce(e.order_id::text, ''),
                     coalesce(e.reverses_id, 0), coalesce(e.resolves_id, 0),
                     extract(epoch FROM e.effective_at), extract(epoch FROM e.created_at),
                     e.actor_name, e.key, e.meta)
           || p.text,
           'UTF8'))
    FROM (SELECT * FROM ledger_journalentry AS j
           WHERE (j.position, j.id) > (p_after, p_after_entry) AND j.position < p_before
           ORDER BY j.position, j.id LIMIT p_limit) AS e
   CROSS JOIN LATERAL (
     SELECT count(*) AS lines, coalesce(string_agg(
              concat_ws(E'\x1f', E'\n' || l.line_no, a.code, l.currency, l.amount_minor, l.account_seq, l.balance_after),
              '' ORDER BY l.line_no), '') AS text
       FROM ledger_posting AS l JOIN ledger_account AS a ON a.id = l.account_id
      WHERE l.entry_id = e.id) AS p
   ORDER BY e.position, e.id
$$;
