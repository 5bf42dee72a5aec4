using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Cases.Store;

/// <summary>What stands apart from the public record: words, people, pictures. Each can go; the commitment stays.</summary>
internal static class ApartStore
{
    static readonly string[] saidColumns = ["id", "words", "place", "answers", "salt"];
    static readonly string[] personColumns = ["id", "name", "email", "phone", "device", "account", "salt"];
    static readonly string[] mediaColumns = ["hash", "type", "bytes"];

    /// <summary>Rows to be written with the entries they belong to.</summary>
    public sealed class Batch(Ids ids)
    {
        readonly List<object?[]> said = [], people = [], media = [];
        readonly HashSet<string> hashes = new(StringComparer.Ordinal);
        Dictionary<string, Said> fresh = new(StringComparer.Ordinal);

        /// <summary>Words that wait to be written.</summary>
        public IReadOnlyDictionary<string, Said> Fresh => fresh;

        /// <summary>Keeps words; what stands in the journal for them, or null when there are none.</summary>
        public string? Keep(string id, Said words)
        {
            if (words.Empty) return null;
            var answers = words.Answers is { Count: > 0 } given ? Spelling.Write(given) : null;
            var commitment = Cardo.Journal.Commitment.To(Spell(words.Words, words.Place, answers), ids);
            fresh[id] = words;
            said.Add([id, words.Words, words.Place, answers, commitment.Salt]);
            return commitment.Digest;
        }

        public string? Keep(string id, Person person)
        {
            if (person.Empty) return null;
            var commitment = Cardo.Journal.Commitment.To(Spelling.Write(person), ids);
            people.Add([id, person.Name, person.Email, person.Phone, person.Device, person.Account, commitment.Salt]);
            return commitment.Digest;
        }

        public void Keep(Photo photo)
        {
            if (hashes.Add(photo.Media.Hash)) media.Add([photo.Media.Hash, photo.Media.Type, photo.Bytes]);
        }

        public void Flush(Tx tx)
        {
            Bulk.Insert(tx, "cases_said", saidColumns, said);
            Bulk.Insert(tx, "cases_people", personColumns, people);
            // The same picture again brings its bytes back, even if they had been taken away.
            foreach (var row in media) Bulk.Insert(tx, "cases_media", mediaColumns, [row], Again);
            said.Clear();
            fresh = new(StringComparer.Ordinal);
            people.Clear();
            media.Clear();
            hashes.Clear();
        }
    }

    const string Again = "ON CONFLICT (hash) DO UPDATE SET bytes = excluded.bytes, gone_us = NULL, staged_us = NULL";

    /// <summary>Keeps a picture before the report it belongs to is sent; one that belongs to something already goes on doing so.</summary>
    public static void KeepMedia(Tx tx, Photo photo, long nowUs) => Bulk.Insert(tx, "cases_media", [.. mediaColumns, "staged_us"], [[photo.Media.Hash, photo.Media.Type, photo.Bytes, nowUs]],
        "ON CONFLICT (hash) DO UPDATE SET bytes = excluded.bytes, gone_us = NULL, staged_us = CASE WHEN cases_media.bytes IS NULL OR cases_media.staged_us IS NOT NULL THEN excluded.staged_us END");

    /// <summary>Takes away pictures that were kept before a moment and belong to nothing; how many.</summary>
    public static int Sweep(Tx tx, long beforeUs, int limit) =>
        tx.Execute("DELETE FROM cases_media WHERE hash IN (SELECT hash FROM cases_media WHERE staged_us IS NOT NULL AND staged_us < @beforeUs ORDER BY staged_us LIMIT @limit)", new { beforeUs, limit });

    static string Spell(string? words, string? place, string? answers) => $"{words}\u001f{place}\u001f{answers}";

    sealed record SaidRow(string Id, string? Words, string? Place, string? Answers, string? Salt, long? GoneUs);

    public static IReadOnlyDictionary<string, Said> SaidOf(Tx tx, IReadOnlyCollection<string> ids) =>
        ids.Count == 0 ? new Dictionary<string, Said>()
        : tx.Query<SaidRow>($"SELECT id, words, place, answers, salt, gone_us FROM cases_said WHERE id {Bulk.Among(tx, "ids")}", new { ids = Bulk.Those(tx, ids) }).Where(r => r.GoneUs is null)
            .ToDictionary(r => r.Id, r => new Said(r.Words ?? "", r.Place, r.Answers is null ? null : Spelling.Read<Dictionary<string, string>>(r.Answers)));

    /// <summary>Whether the words kept under an id are what the journal committed to; null when they are gone.</summary>
    public static bool? Holds(Tx tx, string id, string digest) =>
        tx.One<SaidRow>("SELECT id, words, place, answers, salt, gone_us FROM cases_said WHERE id = @id", new { id }) is { GoneUs: null } row
            ? new Cardo.Journal.Commitment(digest, row.Salt!).Holds(Spell(row.Words, row.Place, row.Answers)) : null;

    sealed record PersonRow(string? Name, string? Email, string? Phone, string? Device, string? Account);

    public static Person? PersonOf(Tx tx, string id) =>
        tx.One<PersonRow>("SELECT name, email, phone, device, account FROM cases_people WHERE id = @id AND gone_us IS NULL", new { id }) is { } row
            ? new Person(row.Name, row.Email, row.Phone, row.Device, row.Account) : null;

    sealed record MediaRow(string Type, byte[]? Bytes);

    public static (string Type, byte[] Bytes)? MediaOf(Tx tx, string hash) =>
        tx.One<MediaRow>("SELECT type, bytes FROM cases_media WHERE hash = @hash", new { hash }) is { Bytes: { } bytes } row ? (row.Type, bytes) : null;

    public static void Forget(Tx tx, string id, IReadOnlyList<string> what, long nowUs)
    {
        if (what.Contains("words")) tx.Execute("UPDATE cases_said SET words = NULL, place = NULL, answers = NULL, salt = NULL, gone_us = @nowUs WHERE id = @id", new { id, nowUs });
        if (what.Contains("person"))
            tx.Execute("UPDATE cases_people SET name = NULL, email = NULL, phone = NULL, device = NULL, account = NULL, salt = NULL, gone_us = @nowUs WHERE id = @id", new { id, nowUs });
        foreach (var hash in what.Where(w => w.Length == 64)) tx.Execute("UPDATE cases_media SET bytes = NULL, gone_us = @nowUs WHERE hash = @hash", new { hash, nowUs });
    }
}
