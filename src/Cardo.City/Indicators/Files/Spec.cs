using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Cardo.Indicators.Files;

/// <summary>A specification file: YAML, read strictly. What is not understood is refused, never skipped.</summary>
internal sealed class Spec
{
    public const long MaxBytes = 16L << 20;

    Spec(string file, string folder, Faults faults) => (File, Folder, Faults) = (file, folder, faults);

    public string File { get; }

    /// <summary>Files it names are relative to where it stands.</summary>
    public string Folder { get; }

    public Faults Faults { get; }

    public SpecNode Root { get; private set; } = null!;

    public static Spec? Read(string path, Faults faults)
    {
        if (!System.IO.File.Exists(path)) { faults.Say($"{path}: there is no such file."); return null; }
        if (new FileInfo(path).Length > MaxBytes) { faults.Say($"{path}: larger than {MaxBytes >> 20} MiB."); return null; }
        return Parse(System.IO.File.ReadAllText(path), Path.GetFileName(path), Path.GetDirectoryName(Path.GetFullPath(path))!, faults);
    }

    public static Spec? Parse(string yaml, string name, string folder, Faults faults)
    {
        var spec = new Spec(name, folder, faults);
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is [{ RootNode: YamlMappingNode map }]) spec.Root = new SpecNode(spec, map, "");
            else { faults.Say($"{name}: one YAML document is expected, a map of settings."); return null; }
        }
        catch (YamlException e)
        {
            faults.Say($"{name} line {e.Start.Line}, column {e.Start.Column}: not readable as YAML: {e.Message}");
            return null;
        }
        catch (InvalidOperationException)
        {
            // The reader's own way of giving up on a bracket that never closes.
            faults.Say($"{name}: not readable as YAML: a bracket or quote is not closed.");
            return null;
        }
        return spec;
    }

    /// <summary>Reads a CSV named by the specification.</summary>
    public Table? Csv(string file) => Table.Read(Path.Combine(Folder, file), file, Faults);
}
