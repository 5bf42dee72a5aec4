using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Cardo.Tidy;

/// <summary>Turns a breach of the house's order into a compile error.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HouseRules : DiagnosticAnalyzer
{
    public static readonly DiagnosticDescriptor Import = Rule("CARDO001", "A room imports only faces written above it");
    public static readonly DiagnosticDescriptor Banned = Rule("CARDO002", "Time, ids and randomness come from Kernel alone");
    public static readonly DiagnosticDescriptor LongFile = Rule("CARDO003", "A file is read in one sitting (500 lines)");
    public static readonly DiagnosticDescriptor LongMethod = Rule("CARDO004", "A method fits a screen (60 lines)");
    public static readonly DiagnosticDescriptor Folder = Rule("CARDO005", "Namespace = folder");
    public static readonly DiagnosticDescriptor OneType = Rule("CARDO006", "One top type a file");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(Import, Banned, LongFile, LongMethod, Folder, OneType);

    // Wall time, fresh ids and chance make a story play differently each time.
    static readonly HashSet<string> BannedMembers = new HashSet<string>
    {
        "System.DateTime.Now", "System.DateTime.UtcNow", "System.DateTime.Today",
        "System.DateTimeOffset.Now", "System.DateTimeOffset.UtcNow",
        "System.Guid.NewGuid", "System.Guid.CreateVersion7", "System.Random.Shared",
        "System.Environment.TickCount", "System.Environment.TickCount64",
    };

    static DiagnosticDescriptor Rule(string id, string title) =>
        new DiagnosticDescriptor(id, title, "{0}", "House", DiagnosticSeverity.Error, true);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var imports = start.Options.AdditionalFiles.FirstOrDefault(f => Path.GetFileName(f.Path) == "imports.txt");
            if (imports is null) return;
            var house = House.Read(imports.GetText()?.ToString() ?? "");
            var source = IsSource(start.Compilation.AssemblyName);
            foreach (var fault in house.Faults)
                start.RegisterCompilationEndAction(end => end.ReportDiagnostic(Diagnostic.Create(Import, Location.None, fault)));
            start.RegisterSyntaxTreeAction(CheckLength);
            start.RegisterSyntaxNodeAction(CheckMethod, SyntaxKind.MethodDeclaration, SyntaxKind.ConstructorDeclaration, SyntaxKind.LocalFunctionStatement);
            if (!source) return;
            start.RegisterSyntaxTreeAction(CheckShape);
            var told = new ConcurrentDictionary<string, bool>();
            start.RegisterSyntaxNodeAction(node => CheckName(node, house, told), SyntaxKind.IdentifierName, SyntaxKind.GenericName);
        });
    }

    static bool IsSource(string? assembly) =>
        assembly != null && !assembly.StartsWith("Cardo.Tests", StringComparison.Ordinal)
        && !assembly.StartsWith("Cardo.Conformance", StringComparison.Ordinal) && !assembly.StartsWith("Cardo.Bench", StringComparison.Ordinal);

    static void CheckName(SyntaxNodeAnalysisContext node, House house, ConcurrentDictionary<string, bool> told)
    {
        var symbol = node.SemanticModel.GetSymbolInfo(node.Node).Symbol;
        if (symbol is null || symbol is INamespaceSymbol || node.ContainingSymbol is null) return;
        var from = NamespaceOf(node.ContainingSymbol);
        if (symbol.ContainingType != null && BannedMembers.Contains(symbol.ContainingType.ToDisplayString() + "." + symbol.Name) && !from.StartsWith("Cardo.Kernel", StringComparison.Ordinal))
            node.ReportDiagnostic(Diagnostic.Create(Banned, node.Node.GetLocation(), $"{symbol.ContainingType.Name}.{symbol.Name} is banned here: ask the TimeProvider or Kernel's Ids"));
        if (!(symbol is INamedTypeSymbol type)) return;
        var breach = house.Breach(from, NamespaceOf(type));
        if (breach is null || !told.TryAdd(node.Node.SyntaxTree.FilePath + breach, true)) return;
        node.ReportDiagnostic(Diagnostic.Create(Import, node.Node.GetLocation(), breach));
    }

    static string NamespaceOf(ISymbol symbol) =>
        (symbol is INamespaceSymbol own ? own : symbol.ContainingNamespace)?.ToDisplayString() ?? "";

    static void CheckLength(SyntaxTreeAnalysisContext tree)
    {
        var lines = tree.Tree.GetText().Lines.Count;
        if (lines > 501 && !tree.Tree.FilePath.Contains("/obj/"))
            tree.ReportDiagnostic(Diagnostic.Create(LongFile, Location.Create(tree.Tree, new Microsoft.CodeAnalysis.Text.TextSpan(0, 0)), $"{lines} lines; the limit is 500"));
    }

    static void CheckMethod(SyntaxNodeAnalysisContext node)
    {
        var span = node.Node.GetLocation().GetLineSpan();
        var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
        if (lines > 60)
            node.ReportDiagnostic(Diagnostic.Create(LongMethod, node.Node.GetFirstToken().GetLocation(), $"{lines} lines; the limit is 60"));
    }

    static void CheckShape(SyntaxTreeAnalysisContext tree)
    {
        var root = tree.Tree.GetRoot();
        var types = root.DescendantNodes(n => !(n is TypeDeclarationSyntax)).OfType<BaseTypeDeclarationSyntax>().ToList();
        // Records and enums may stand beside the noun they belong to: they carry no behaviour of their own.
        var tops = types.Count(t => t is ClassDeclarationSyntax || t is InterfaceDeclarationSyntax || t is StructDeclarationSyntax);
        if (tops > 1)
            tree.ReportDiagnostic(Diagnostic.Create(OneType, types[types.Count - 1].Identifier.GetLocation(), $"{tops} top types in one file"));
        var ns = root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();
        if (ns is null || !ns.StartsWith("Cardo.", StringComparison.Ordinal)) return;
        var path = Path.GetDirectoryName(tree.Tree.FilePath)?.Replace('\\', '/') ?? "";
        var words = string.Join("/", ns.Split('.').Skip(1));
        if (!(path + "/").EndsWith("/" + words + "/", StringComparison.Ordinal) && !(path + "/").Contains("Cardo." + words + "/") && !IsServer(path, words))
            tree.ReportDiagnostic(Diagnostic.Create(Folder, root.GetLocation(), $"namespace {ns} does not stand in folder {words}"));
    }

    // The executable's folder is src/Cardo and its namespace Cardo.Server.
    static bool IsServer(string path, string words) =>
        words.StartsWith("Server", StringComparison.Ordinal) && (path + "/").Contains("/Cardo/");
}
