using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Cardo.Kernel;
using Cardo.Storage.Store;

namespace Cardo.Storage;

/// <summary>
/// Brings a room's tables up to date from its embedded <c>Store/NNN-name.sql</c> files (numbered from 001 without
/// gaps; <c>NNN-name.pg.sql</c> beside one replaces it on PostgreSQL). Each is applied in a transaction of its own and
/// recorded with its hash: a file that changed afterwards, and a database newer than the program, are refused.
/// </summary>
public static partial class Migrations
{
    /// <summary>Applies what is missing; the number of files applied.
    /// Refusals: <c>migration-files</c>, <c>migration-changed</c>, <c>migration-newer</c>, <c>migration-failed</c>.</summary>
    public static Outcome<int> Apply(Db db, Assembly assembly, string room) => Apply(db, Files(assembly, room), room);

    /// <summary>
    /// Applies the first <paramref name="count"/> files alone: for tables of an older program, whose rows a restore then
    /// puts in and the next start brings up to date. Refusals as for <see cref="Apply(Db, Assembly, string)"/>.
    /// </summary>
    public static Outcome<int> ApplyFirst(Db db, Assembly assembly, string room, int count)
    {
        var files = Files(assembly, room);
        return files.Select(f => f.Number).Distinct().Count() < count
            ? Refusal.Conflict("migration-newer", $"The tables of {room} were written by a newer program ({count} migrations, this program knows {files.Select(f => f.Number).Distinct().Count()}): take that one.")
            : Apply(db, [.. files.Where(f => f.Number <= count)], room);
    }

    internal static Outcome<int> Apply(Db db, IReadOnlyList<MigrationFile> files, string room)
    {
        if (!Choose(files, db.Engine, room).Try(out var wanted, out var refusal)) return refusal;
        try
        {
            db.Write(MigrationTable.Make);
            var done = db.Read(tx => MigrationTable.Of(tx, room));
            if (Check(done, wanted, db, room) is { } fault) return fault;
            foreach (var file in wanted.Skip(done.Count))
            {
                db.Write(tx =>
                {
                    tx.Execute(file.Sql);
                    MigrationTable.Add(tx, new MigrationTable.Row(room, file.Number, file.Name, Hash(file.Sql)));
                });
            }
            return wanted.Count - done.Count;
        }
        catch (DbException e)
        {
            return new Refusal(RefusalKind.Unavailable, "migration-failed", $"The tables of {room} in {db.Place} could not be brought up to date: {e.Message}");
        }
    }

    static Refusal? Check(IReadOnlyList<MigrationTable.Row> done, IReadOnlyList<MigrationFile> wanted, Db db, string room)
    {
        for (var i = 0; i < done.Count; i++)
        {
            if (i >= wanted.Count)
                return Refusal.Conflict("migration-newer",
                    $"The database {db.Place} was written by a newer program ({room} {done[^1].Number:000}-{done[^1].Name}, this program knows {wanted.Count}): start that one.");
            if (done[i].Name != wanted[i].Name || done[i].Sha256 != Hash(wanted[i].Sql))
                return Refusal.Conflict("migration-changed",
                    $"{room} {wanted[i].Number:000}-{wanted[i].Name}.sql is not the text that was applied to {db.Place}: a migration never changes after it was released, write the next one.");
        }
        return null;
    }

    static Outcome<IReadOnlyList<MigrationFile>> Choose(IReadOnlyList<MigrationFile> files, Engine engine, string room)
    {
        var wanted = files.Where(f => !f.Postgres || engine == Engine.Postgres)
            .GroupBy(f => f.Number).OrderBy(g => g.Key).Select(g => g.OrderByDescending(f => f.Postgres).ToList()).ToList();
        for (var i = 0; i < wanted.Count; i++)
        {
            var same = wanted[i].Select(f => f.Postgres).Distinct().Count() == wanted[i].Count && wanted[i].Select(f => f.Name).Distinct().Count() == 1;
            if (wanted[i][0].Number != i + 1 || !same)
                return Refusal.Bad("migration-files", $"The migrations of {room} are not numbered 001, 002, … with one name each: see {wanted[i][0].Number:000}-{wanted[i][0].Name}.");
        }
        return wanted.Select(g => g[0]).ToList();
    }

    static List<MigrationFile> Files(Assembly assembly, string room)
    {
        var files = new List<MigrationFile>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var match = Named().Match(resource);
            if (!match.Success || match.Groups["room"].Value != room) continue;
            using var text = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            files.Add(new MigrationFile(int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), match.Groups["name"].Value,
                match.Groups["pg"].Success, text.ReadToEnd()));
        }
        return files;
    }

    // Line ends are a matter of the working copy, not of the text.
    static string Hash(string sql) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql.ReplaceLineEndings("\n").TrimEnd())));

    [GeneratedRegex(@"(^|\.)(?<room>\w+)\.Store\.(?<number>\d{3})-(?<name>[a-z0-9-]+)(?<pg>\.pg)?\.sql$", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}

/// <summary>One embedded migration.</summary>
internal sealed record MigrationFile(int Number, string Name, bool Postgres, string Sql);
