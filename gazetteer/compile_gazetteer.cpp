// The tool the build runs: compile_gazetteer CITIES500 WORD_LISTS_FOLDER OUTPUT EDITION.
#include "base/compiled_file.hpp"
#include "base/mapped_file.hpp"
#include "gazetteer/build_tables.hpp"
#include "gazetteer/gazetteer_build.hpp"
#include "gazetteer/gazetteer_format.hpp"

#include <exception>
#include <iostream>

namespace {

using namespace cityweave;

int compile(const char* const* arguments) {
    base::Report report;
    const auto tables = gazetteer::read_build_tables(arguments[1], report);
    const auto cities = base::MappedFile::open(arguments[0]);
    const auto payload = gazetteer::compile_gazetteer(cities.text(), tables, base::Jobs::from_request(0), report);
    for (const auto& problem : report.problems()) std::cerr << base::describe(problem) << '\n';
    if (report.total() > 0) return 1;
    base::write_compiled_file(arguments[2], gazetteer::gazetteer_format, arguments[3], payload);
    return 0;
}

} // namespace

int main(int count, const char* const* arguments) {
    if (count != 5) {
        std::cerr << "usage: compile_gazetteer CITIES500 WORD_LISTS_FOLDER OUTPUT EDITION\n";
        return 2;
    }
    try {
        return compile(arguments + 1);
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
