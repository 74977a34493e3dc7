# Warnings are errors. Interface target: linked PRIVATE by every target of ours, never by what we include.
add_library(cityweave_warnings INTERFACE)
target_compile_options(cityweave_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wnull-dereference -Wformat=2 -Wimplicit-fallthrough -Werror
  # Fused multiply-add would make coordinates differ between compilers and machines.
  -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these inside libstdc++ for correct code at -O2 and above.
  target_compile_options(cityweave_warnings INTERFACE
    -Wno-null-dereference -Wno-stringop-overflow -Wno-restrict -Wno-maybe-uninitialized -Wno-array-bounds
    -Wno-stringop-overread -Wno-dangling-pointer)
endif()
# Designated initialisers leave defaulted members out on purpose.
target_compile_options(cityweave_warnings INTERFACE -Wno-missing-field-initializers)
