using System.Data.Common;
using Cardo.Kernel;

namespace Cardo.Storage.Sql;

/// <summary>What differs between the engines: how connections are made, kept and begun.</summary>
internal interface IBackend : IDisposable
{
    Engine Engine { get; }

    string Place { get; }

    /// <summary>Opens and tries the database; a refusal when that can't be done.</summary>
    /// <param name="alone">whether no other city may be running on it</param>
    Refusal? Start(bool alone);

    DbConnection Reader();

    DbTransaction BeginRead(DbConnection connection);

    /// <summary>Gives a reader back; one on which something failed is closed instead of kept.</summary>
    void Return(DbConnection connection, bool whole);

    DbConnection Writer();

    DbTransaction BeginWrite(DbConnection connection);

    void ReturnWriter(DbConnection connection, bool whole);

    /// <summary>Makes what was deleted unreadable in the files too, as far as the engine can. Nothing else may write meanwhile.</summary>
    void Scrub();
}
