namespace Cardo.Bench.FaultLab;

/// <summary>A temporary folder for one fault, gone at its end.</summary>
public sealed class FaultFolder : IDisposable
{
    public FaultFolder() => Directory.CreateDirectory(Data);

    public string Place { get; } = Directory.CreateTempSubdirectory("cardo-fault-").FullName;

    public string Data => Path.Combine(Place, "city");

    public void Dispose()
    {
        try
        {
            Directory.Delete(Place, recursive: true);
        }
        catch (IOException)
        {
            // Swept by the system.
        }
    }
}
