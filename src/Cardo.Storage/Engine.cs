namespace Cardo.Storage;

/// <summary>Which database keeps the city's state. Both are tested alike; SQLite is the embedded default.</summary>
public enum Engine
{
    Sqlite,
    Postgres,
}
