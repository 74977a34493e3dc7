#include "gazetteer/build_tables.hpp"

#include "base/mapped_file.hpp"
#include "base/unicode.hpp"
#include "gazetteer/countries.hpp"

#include <functional>
#include <set>

namespace cityweave::gazetteer {

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0;;) {
        const auto end = text.find(separator, begin);
        parts.push_back(base::tidy_blanks(text.substr(begin, end - begin)));
        if (end == std::string_view::npos) return parts;
        begin = end + 1;
    }
}

/// Calls `use` with the fields of each row. The lists need no quotes: no field holds a comma. "#" begins a remark.
void each_row(const std::filesystem::path& path, std::size_t fields, base::Report& report,
              const std::function<void(const std::vector<std::string>&)>& use) {
    const auto file = base::MappedFile::open(path);
    int line_number = 0;
    for (const auto& line : split(file.text(), '\n')) {
        if (++line_number == 1 || line.empty() || line.front() == '#') continue;
        const auto row = split(line, ',');
        if (row.size() == fields)
            use(row);
        else
            report.add({.code = "word-list-row",
                        .source = path.filename().string(),
                        .line = line_number,
                        .found = line,
                        .expected = std::to_string(fields) + " fields"});
    }
}

/// The words of a field, parted by semicolons.
void each_word(const std::string& field, const std::function<void(const std::string&)>& use) {
    for (const auto& word : split(field, ';'))
        if (!word.empty()) use(word);
}

/// CLDR's names and ours; where both have one, ours counts.
WordPairs country_names(const std::filesystem::path& path, base::Report& report) {
    WordPairs names;
    std::set<std::string> ours;
    each_row(path, 3, report, [&](const auto& row) {
        each_word(row[2], [&](const std::string& name) {
            if (row[0] != "-") names.emplace_back(name, row[0]);
            ours.insert(base::fold_for_search(name));
        });
    });
    for (auto& pair : Countries::names_of_all_languages())
        if (!ours.contains(pair.first)) names.push_back(std::move(pair));
    return names;
}

} // namespace

BuildTables read_build_tables(const std::filesystem::path& folder, base::Report& report) {
    BuildTables tables;
    each_row(folder / "words.csv", 3, report, [&](const auto& row) {
        each_word(row[2], [&](const std::string& word) { tables.words.emplace_back(word, row[0] + ':' + row[1]); });
    });
    each_row(folder / "endings.csv", 3, report, [&](const auto& row) {
        each_word(row[2],
                  [&](const std::string& base_ending) { tables.endings.emplace_back(row[1], base_ending == "-" ? "" : base_ending); });
    });
    each_row(folder / "abbreviations.csv", 3, report, [&](const auto& row) {
        each_word(row[2], [&](const std::string& whole) { tables.abbreviations.emplace_back(row[1], whole); });
    });
    each_row(folder / "areas.csv", 2, report,
             [&](const auto& row) { each_word(row[1], [&](const std::string& area) { tables.areas.emplace_back(area, row[0]); }); });
    each_row(folder / "extra_names.csv", 3, report, [&](const auto& row) {
        each_word(row[1], [&](const std::string& name) { tables.extra_names.emplace_back(std::stoull(row[0]), name); });
    });
    each_row(folder / "seats.csv", 3, report, [&](const auto& row) {
        each_word(row[2], [&](const std::string& area) { tables.seats.emplace_back(std::stoull(row[0]), area); });
    });
    tables.country_names = country_names(folder / "country_forms.csv", report);
    return tables;
}

} // namespace cityweave::gazetteer
