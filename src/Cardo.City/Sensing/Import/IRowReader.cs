namespace Cardo.Sensing.Import;

/// <summary>Reads the records of one file, one after the other, never throwing on what they hold.</summary>
internal interface IRowReader : IDisposable
{
    /// <summary>Fills <paramref name="row"/> with the next record; a record that can't be read has a <see cref="Row.Fault"/>.</summary>
    /// <returns>false at the end of the file</returns>
    bool Next(Row row);

    /// <summary>Something wrong with the file as a whole (a missing column, another coordinate system); null when fine.</summary>
    string? Problem { get; }
}
